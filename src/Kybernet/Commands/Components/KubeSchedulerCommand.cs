using Kybernet.Client;
using Kybernet.Host.Flags;
using Kybernet.Scheduler;

namespace Kybernet.Host.Commands.Components;

/// <summary><c>kybernet kube-scheduler</c>: the scheduler alone.</summary>
internal static class KubeSchedulerCommand
{
    private const string Name = "kube-scheduler";

    private static readonly FlagTable Flags = new();
    private static readonly ClientFlags Client = new(Flags);
    private static readonly LeaderElectionFlags LeaderElection = new(Flags, Name);
    private static readonly ServingFlags Serving = new(Flags, Name, 10259);

    public static Component Create() => new(Name, "The Kubernetes scheduler: finds a node for each pod.", Flags, RunAsync);

    private static async Task RunAsync(ComponentStart start, CancellationToken cancellation)
    {
        var config = Client.ConfigOf(start, Name);
        using var transport = ClientFlags.Connect(start, config);
        KubeClient client = new(transport);
        await using var server = await Serving.StartAsync(start, config, cancellation);
        await LeaderElection.RunAsync(
            start,
            client,
            async leading =>
            {
                InformerFactory informers = new(transport, start.Environment, start.Loggers);
                await using KubeScheduler scheduler = new(client, informers, start.Environment, start.Loggers, host: Environment.MachineName);
                await scheduler.RunAsync(leading);
            },
            cancellation);
    }
}
