using System.Net;
using Kybernet.Client;
using Kybernet.Host.Cluster;
using Kybernet.Host.Flags;
using Microsoft.Extensions.Logging;

namespace Kybernet.Host.Commands.Components;

/// <summary>Of several processes of a component one works: --leader-elect and its durations, with upstream's defaults.</summary>
internal sealed class LeaderElectionFlags
{
    private readonly string _component;
    private readonly Flag<bool> _elect;
    private readonly Flag<TimeSpan> _leaseDuration, _renewDeadline, _retryPeriod;
    private readonly Flag<string> _name, _namespace;

    /// <summary>Adds the flags.</summary>
    public LeaderElectionFlags(FlagTable flags, string component)
    {
        _component = component;
        _elect = flags.Switch("leader-elect", true, "Work only while this process holds the lease.");
        _leaseDuration = flags.Duration("leader-elect-lease-duration", TimeSpan.FromSeconds(15), "How long the others wait after the last sign of the leader.");
        _renewDeadline = flags.Duration("leader-elect-renew-deadline", TimeSpan.FromSeconds(10), "How long a leader tries to renew the lease before it gives up.");
        _retryPeriod = flags.Duration("leader-elect-retry-period", TimeSpan.FromSeconds(2), "The pause between two attempts.");
        _name = flags.Text("leader-elect-resource-name", component, "The name of the Lease.");
        _namespace = flags.Text("leader-elect-resource-namespace", "kube-system", "The namespace of the Lease.");
    }

    /// <summary>Does the work, if need be once this process leads.</summary>
    /// <exception cref="CommandFailure">The lead was lost: the process has to end, for another one works now.</exception>
    public async Task RunAsync(ComponentStart start, IKubeClient client, Func<CancellationToken, Task> work, CancellationToken cancellation)
    {
        if (!start.Get(_elect))
        {
            await work(cancellation);
            return;
        }

        var environment = start.Environment;
        var options = OptionsOf(start);
        var logger = start.Loggers.CreateLogger<LeaderElector>();
        await using EventRecorder recorder = new(client, environment, _component, "", logger);
        LeaderElector elector = new(client, options, environment, recorder, logger);
        await elector.RunAsync(
            async leading =>
            {
                var working = environment.Run(() => work(leading), CancellationToken.None);
                await Task.WhenAny(working, Task.Delay(Timeout.InfiniteTimeSpan, environment.Time, leading));
                // A lost lead is lost at once: what is still on its way must not keep this process from ending.
                if (!leading.IsCancellationRequested || cancellation.IsCancellationRequested) await working;
            },
            cancellation);
        if (!cancellation.IsCancellationRequested) throw new CommandFailure("leaderelection lost");
    }

    private LeaderElectorOptions OptionsOf(ComponentStart start)
    {
        LeaderElectorOptions options = new()
        {
            Namespace = start.Get(_namespace),
            Name = start.Get(_name),
            Identity = $"{Dns.GetHostName()}_{start.Environment.Random.NextUid()}",
            LeaseDuration = start.Get(_leaseDuration),
            RenewDeadline = start.Get(_renewDeadline),
            RetryPeriod = start.Get(_retryPeriod),
        };
        if (options.LeaseDuration < TimeSpan.FromSeconds(1)) throw new CommandFailure("--leader-elect-lease-duration has to be at least 1s");
        if (options.LeaseDuration <= options.RenewDeadline)
            throw new CommandFailure("--leader-elect-lease-duration has to be greater than --leader-elect-renew-deadline");
        if (options.RetryPeriod <= TimeSpan.Zero || options.RenewDeadline <= 1.2 * options.RetryPeriod)
            throw new CommandFailure("--leader-elect-renew-deadline has to be greater than --leader-elect-retry-period by a fifth");
        return options;
    }
}
