using System.Globalization;
using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Networking.V1;
using Kybernet.ApiServer.Strategies.Services.Allocation;
using Kybernet.Base;
using Kybernet.Client;
using Kybernet.Storage;
using Microsoft.Extensions.Logging;
using Address = System.Net.IPAddress;

namespace Kybernet.ApiServer.Strategies.Services.Repair;

/// <summary>
/// Sees to it that what is given out and what Services have is the same: after a crash between the two, after somebody changed
/// one of them by hand, and for Services that are older than the objects. Tells in events what it finds.
/// </summary>
/// <param name="objects">The stored objects.</param>
/// <param name="register">What is given out.</param>
/// <param name="ranges">The addresses that there are.</param>
/// <param name="ports">The node ports that there are.</param>
/// <param name="client">Makes a client of the API for events.</param>
/// <param name="environment">Clock and scheduler.</param>
/// <param name="loggers">Makes loggers.</param>
internal sealed partial class AllocationRepair(
    IObjectReader objects, AllocationRegister register, ServiceRanges ranges, NodePortRange ports, Func<IKubeClient> client,
    ExecutionEnvironment environment, ILoggerFactory loggers) : IAsyncDisposable
{
    private readonly ILogger _logger = loggers.CreateLogger<AllocationRepair>();
    private readonly AddressRepair _addresses = new(objects.Find<Service>, ranges.Contain);
    private readonly PortRepair _ports = new(ports);
    private readonly Dictionary<string, EventRecorder> _recorders = new(StringComparer.Ordinal);
    private (long Services, long Addresses, long Ranges) _seen = (-1, -1, -1);
    private bool _isWaiting;

    /// <summary>Whether there are addresses whose Service may be on its way.</summary>
    public bool IsWaitingForServices { get; private set; }

    /// <summary>Looks at everything, if anything has changed since it last did.</summary>
    /// <param name="isAlone">Whether no Service can be on its way, through whatever server: then nothing is waited for.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="StoreException">The store failed.</exception>
    public async Task RunAsync(bool isAlone, CancellationToken cancellation)
    {
        var now = (objects.LastChange<Service>(), objects.LastChange<IPAddress>(), objects.LastChange<ServiceCIDR>());
        if (now == _seen && !_isWaiting) return;
        IsWaitingForServices = false;
        foreach (var service in objects.List<Service>()) await CheckAsync(service, cancellation);
        foreach (var address in objects.List<IPAddress>()) await CheckAsync(address, isAlone ? TimeSpan.Zero : AddressRepair.Grace, cancellation);
        await CheckPortsAsync(isAlone, cancellation);
        _isWaiting = IsWaitingForServices || _ports.IsWaiting;
        _seen = now;
    }

    /// <summary>Gives a Service the objects of its addresses that it has not.</summary>
    public async Task CheckAsync(Service service, CancellationToken cancellation)
    {
        foreach (var address in ServiceAllocator.AddressesOf(service))
        {
            var found = objects.Find<IPAddress>("", address.ToString());
            if (_addresses.Check(service, address, found) is not { } finding) continue;
            Tell("ipallocator-repair-controller", finding.About, finding.Reason, finding.Message);
            if (finding.Remedy == AddressRemedy.Assign) await register.AssignAsync(service.Metadata, address, RevisionOf(found), cancellation);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var recorder in _recorders.Values) await recorder.DisposeAsync();
    }

    private async Task CheckAsync(IPAddress found, TimeSpan grace, CancellationToken cancellation)
    {
        if (_addresses.Check(found, environment.Now, grace) is { } finding)
        {
            Tell("ipallocator-repair-controller", finding.About, finding.Reason, finding.Message);
            if (IpText.TryParse(found.Metadata.Name, out var address))
                await register.RemoveAsync(AllocationRegister.KeyOf(address), RevisionOf(found), cancellation);
        }
        else if (grace > TimeSpan.Zero && _addresses.Check(found, environment.Now, TimeSpan.Zero) is not null)
        {
            IsWaitingForServices = true;
        }
    }

    private async Task CheckPortsAsync(bool isAlone, CancellationToken cancellation)
    {
        var given = await register.PortsAsync(cancellation);
        var (findings, leaked) = _ports.Look(objects.List<Service>(), given.ToDictionary(static p => p.Key, static p => p.Value.Owner), isAlone);
        foreach (var finding in findings)
        {
            Tell("portallocator-repair-controller", finding.Service, finding.Reason, finding.Message);
            if (finding.Assign)
                await register.AssignAsync(finding.Service.Metadata, finding.Port, given.GetValueOrDefault(finding.Port).Revision, cancellation);
        }

        foreach (var port in leaked)
        {
            LogLeaked(port);
            await register.RemoveAsync(AllocationRegister.KeyOf(port), given[port].Revision, cancellation);
        }
    }

    private void Tell(string component, KubeObject about, string reason, string message)
    {
        if (reason.Length == 0) return;
        LogFound(reason, message);
        EventRecorder? recorder;
        lock (_recorders)
        {
            if (!_recorders.TryGetValue(component, out recorder))
            {
                _recorders[component] = recorder = new EventRecorder(client(), environment, component, "", _logger);
            }
        }

        ((IEventRecorder)recorder).Event(about, "Warning", reason, message);
    }

    private static long RevisionOf(KubeObject? found) => found is null ? 0 : long.Parse(found.Metadata.ResourceVersion, CultureInfo.InvariantCulture);

    [LoggerMessage(LogLevel.Warning, "{Reason}: {Finding}")]
    private partial void LogFound(string reason, string finding);

    [LoggerMessage(LogLevel.Warning, "the node port {Port} appears to have leaked: cleaning up")]
    private partial void LogLeaked(int port);
}
