using Kybernet.Api.Core.V1;
using Kybernet.Api.Discovery.V1;
using Kybernet.Client;
using Kybernet.KubeProxy.Flows;
using Kybernet.KubeProxy.Rules;

namespace Kybernet.KubeProxy;

public sealed partial class ProxyServer
{
    private async Task<bool> TrySyncAsync(ILister<Service> services, ILister<EndpointSlice> slices, CancellationToken cancellation)
    {
        try
        {
            var wanted = _rules.Build(services.List(), slices.List(), _node);
            var started = _environment.Time.GetTimestamp();
            if (await _table.ApplyAsync(wanted, cancellation) is > 0 and var commands)
                LogSynced(commands, _environment.Time.GetElapsedTime(started).TotalMilliseconds);
            await TryForgetStaleFlowsAsync(wanted, cancellation);
            return true;
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            LogSyncFailed(e);
            return false;
        }
    }

    // After the rules: a flow that is forgotten earlier could be remembered anew with the old destination.
    private async Task TryForgetStaleFlowsAsync(RuleSet rules, CancellationToken cancellation)
    {
        if (!StaleFlows.MayExist(_cleanedFor, rules.Udp)) return;
        try
        {
            var stale = StaleFlows.Among(await _conntrack.ListUdpAsync(cancellation), rules.Udp, _node.Addresses).ToList();
            foreach (var flow in stale) await _conntrack.ForgetAsync(flow, cancellation);
            if (stale.Count > 0) LogFlowsForgotten(stale.Count);
            _cleanedFor = rules.Udp;
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            // The rules hold. Tried again at the next look, since _cleanedFor is as it was.
            LogFlowsNotForgotten(e);
        }
    }

    private async Task WaitUntilAsync(DateTimeOffset moment, CancellationToken cancellation)
    {
        if (moment > _environment.Now) await _environment.Delay(moment - _environment.Now, cancellation);
    }

    /// <summary>
    /// Waits for a change, but not beyond <paramref name="latest"/>, nor beyond the time at which an emptied chain can go.
    /// </summary>
    private async Task WaitForChangeAsync(DateTimeOffset latest, CancellationToken cancellation)
    {
        var until = _table.NextRemoval < latest ? _table.NextRemoval.Value : latest;
        if (until <= _environment.Now) return;
        using CancellationTokenSource elapsed = new(until - _environment.Now, _environment.Time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, elapsed.Token);
        try
        {
            await _changed.WaitAsync(stop.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // Nothing has changed for so long.
        }
    }

    /// <returns>Whether it could be looked at.</returns>
    private async Task<bool> TryInspectAsync(bool compare, CancellationToken cancellation)
    {
        try
        {
            if (compare && await _table.CompareAsync(cancellation) is { } difference) LogTableChanged(_options.Table, difference);
            else if (!compare && !await _table.ExistsAsync(cancellation)) LogTableChanged(_options.Table, "it is gone");
            return true;
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            LogInspectionFailed(e, _options.Table);
            return false;
        }
    }
}
