using Kybernet.Api.Coordination.V1;
using Kybernet.Base;
using Microsoft.Extensions.Logging;

namespace Kybernet.Client;

/// <summary>
/// Lets one of several candidates do the work at a time, by a Lease in the API (upstream's leaderelection package).
/// </summary>
/// <param name="client">With whose rights the lease is written.</param>
/// <param name="options">Which lease, and who we are.</param>
/// <param name="environment">Clock and chance.</param>
/// <param name="recorder">Where it is told that we became leader; null: nowhere.</param>
/// <param name="logger">Where gains and losses are told.</param>
public sealed partial class LeaderElector(
    IKubeClient client, LeaderElectorOptions options, ExecutionEnvironment environment, IEventRecorder? recorder, ILogger logger)
{
    private const double JitterFactor = 1.2;

    private Lease? _observed;
    private DateTimeOffset _observedAt;

    /// <summary>Who leads, as far as we know; empty: nobody.</summary>
    public string Leader => _observed?.Spec.HolderIdentity ?? "";

    /// <summary>Whether we lead.</summary>
    public bool IsLeader => Leader == options.Identity;

    /// <summary>
    /// Waits for the lead, then runs <paramref name="lead"/>, whose token is cancelled when the lead is lost. Returns when
    /// the lead is lost, when <paramref name="lead"/> ends, or when cancelled; a lost lead is for the caller to treat as
    /// fatal, as upstream does, or to run for again.
    /// </summary>
    public async Task RunAsync(Func<CancellationToken, Task> lead, CancellationToken cancellation)
    {
        while (!await TryAcquireOrRenewAsync(cancellation))
        {
            await environment.Delay(environment.Random.Jitter(options.RetryPeriod, JitterFactor), cancellation);
        }

        LogBecameLeader(options.Namespace, options.Name, options.Identity);
        if (_observed is { } lease) recorder?.Event(lease, "Normal", "LeaderElection", $"{options.Identity} became leader");
        using var leading = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var work = environment.Run(() => lead(leading.Token), CancellationToken.None);
        var renewal = RenewAsync(leading.Token);
        await Task.WhenAny(work, renewal);
#pragma warning disable CA1849 // CancelAsync would run the callbacks on the thread pool, outside of a simulation's one thread.
        leading.Cancel();
#pragma warning restore CA1849
        try
        {
            await renewal;
            await work;
        }
        catch (OperationCanceledException) when (leading.IsCancellationRequested)
        {
            // The work was told to stop.
        }
        finally
        {
            if (options.ReleaseOnCancel && IsLeader) await ReleaseAsync();
        }
    }

    private async Task RenewAsync(CancellationToken cancellation)
    {
        var renewed = environment.Now;
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await environment.Delay(options.RetryPeriod, cancellation);
                if (await RenewOnceAsync(renewed + options.RenewDeadline - environment.Now, cancellation)) renewed = environment.Now;
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }

            if (environment.Now - renewed < options.RenewDeadline) continue;
            LogLostLead(options.Namespace, options.Name, options.Identity);
            return;
        }
    }

    // An attempt must not outlive the deadline: a hanging request is a failed one.
    private async Task<bool> RenewOnceAsync(TimeSpan left, CancellationToken cancellation)
    {
        if (left <= TimeSpan.Zero) return false;
        using var deadline = new CancellationTokenSource(left, environment.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            return await TryAcquireOrRenewAsync(either.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task<bool> TryAcquireOrRenewAsync(CancellationToken cancellation)
    {
        try
        {
            Lease current;
            try
            {
                current = await client.GetAsync<Lease>(options.Namespace, options.Name, cancellation);
            }
            catch (KubeApiException e) when (e.IsNotFound)
            {
                var lease = new Lease { Spec = LeaseDecision.First(options, environment.Now) };
                lease.Metadata.Namespace = options.Namespace;
                lease.Metadata.Name = options.Name;
                Observe(await client.CreateAsync(lease, cancellation));
                return true;
            }

            Observe(current);
            if (LeaseDecision.Next(current.Spec, options, _observedAt, environment.Now) is not { } next) return false;
            var update = current.Clone();
            update.Spec = next;
            Observe(await client.UpdateAsync(update, "", cancellation));
            return true;
        }
        catch (Exception e) when (e is KubeApiException or HttpRequestException or TimeoutException or IOException)
        {
            LogAttemptFailed(options.Namespace, options.Name, e.Message);
            return false;
        }
    }

    private async Task ReleaseAsync()
    {
        using var deadline = new CancellationTokenSource(options.RenewDeadline, environment.Time);
        try
        {
            // Read anew: the last renewal may have been cancelled after it was written and before we heard of it.
            await RetryOnConflict.RunAsync(
                environment,
                async stop =>
                {
                    Observe(await client.GetAsync<Lease>(options.Namespace, options.Name, stop));
                    if (!IsLeader) return;
                    var lease = _observed!.Clone();
                    lease.Spec = LeaseDecision.Released(lease.Spec, environment.Now);
                    Observe(await client.UpdateAsync(lease, "", stop));
                },
                deadline.Token);
        }
        catch (Exception e) when (e is KubeApiException or HttpRequestException or TimeoutException or IOException or OperationCanceledException)
        {
            // Nobody is harmed: the others wait until the lease runs out.
            LogAttemptFailed(options.Namespace, options.Name, e.Message);
        }
    }

    private void Observe(Lease lease)
    {
        if (_observed is not null && _observed.Spec.DeepEquals(lease.Spec))
        {
            _observed = lease;
            return;
        }

        _observed = lease;
        _observedAt = environment.Now;
    }

    [LoggerMessage(LogLevel.Information, "Became leader of {Namespace}/{Name} as {Identity}")]
    private partial void LogBecameLeader(string @namespace, string name, string identity);

    [LoggerMessage(LogLevel.Error, "Lost the lead of {Namespace}/{Name} as {Identity}: the lease could not be renewed in time")]
    private partial void LogLostLead(string @namespace, string name, string identity);

    [LoggerMessage(LogLevel.Warning, "Could not get or write the lease {Namespace}/{Name}: {Reason}")]
    private partial void LogAttemptFailed(string @namespace, string name, string reason);
}
