using Kybernet.Client;
using Kybernet.ControllerManager;
using Kybernet.Host.Flags;

namespace Kybernet.Host.Commands.Components;

/// <summary><c>kybernet kube-controller-manager</c>: the controllers alone.</summary>
internal static class KubeControllerManagerCommand
{
    private const string Name = "kube-controller-manager";

    private static readonly ControllerManagerOptions Defaults = new();
    private static readonly FlagTable Flags = new();
    private static readonly ClientFlags Client = new(Flags);
    private static readonly LeaderElectionFlags LeaderElection = new(Flags, Name);
    private static readonly ServingFlags Serving = new(Flags, Name, 10257);

    private static readonly Flag<bool> UseServiceAccountCredentials = Flags.Switch(
        "use-service-account-credentials", false, "Each controller is a service account of its own, with its own rights.");
    private static readonly Flag<string> RootCaFile = Flags.Text("root-ca-file", "", "The authority that pods are to trust, as PEM; without it none is published.");
    private static readonly Flag<IReadOnlyList<string>> Controllers = Flags.List(
        "controllers", Defaults.Controllers, $"Which to run: * is all, -NAME leaves one out. There are {string.Join(", ", KubeControllerManager.ControllerNames)}.");
    private static readonly Flag<int> ReplicaSetSyncs = Flags.Integer("concurrent-replicaset-syncs", Defaults.ConcurrentReplicaSetSyncs, "ReplicaSets at a time.");
    private static readonly Flag<int> ReplicationControllerSyncs = Flags.Integer(
        "concurrent-rc-syncs", Defaults.ConcurrentReplicationControllerSyncs, "ReplicationControllers at a time.");
    private static readonly Flag<int> DeploymentSyncs = Flags.Integer("concurrent-deployment-syncs", Defaults.ConcurrentDeploymentSyncs, "Deployments at a time.");
    private static readonly Flag<int> ServiceEndpointSyncs = Flags.Integer(
        "concurrent-service-endpoint-syncs", Defaults.ConcurrentServiceEndpointSyncs, "Services at a time, for EndpointSlices.");
    private static readonly Flag<int> EndpointSyncs = Flags.Integer("concurrent-endpoint-syncs", Defaults.ConcurrentEndpointSyncs, "Services at a time, for Endpoints.");
    private static readonly Flag<int> NamespaceSyncs = Flags.Integer("concurrent-namespace-syncs", Defaults.ConcurrentNamespaceSyncs, "Namespaces at a time.");
    private static readonly Flag<int> ServiceAccountSyncs = Flags.Integer(
        "concurrent-serviceaccount-syncs", Defaults.ConcurrentServiceAccountSyncs, "Namespaces at a time, for service accounts.");
    private static readonly Flag<int> GarbageCollectorSyncs = Flags.Integer(
        "concurrent-gc-syncs", Defaults.ConcurrentGarbageCollectorSyncs, "Objects at a time, for the garbage collector.");
    private static readonly Flag<int> MaxEndpointsPerSlice = Flags.Integer("max-endpoints-per-slice", Defaults.MaxEndpointsPerSlice, "How many endpoints an EndpointSlice may have.");
    private static readonly Flag<int> TerminatedPodGcThreshold = Flags.Integer(
        "terminated-pod-gc-threshold", Defaults.TerminatedPodGcThreshold, "How many pods that have ended may stay; 0: all.");
    private static readonly Flag<TimeSpan> NodeMonitorPeriod = Flags.Duration("node-monitor-period", Defaults.NodeMonitorPeriod, "How often nodes are looked at.");
    private static readonly Flag<TimeSpan> NodeMonitorGracePeriod = Flags.Duration(
        "node-monitor-grace-period", Defaults.NodeMonitorGracePeriod, "How long a node may be silent before it counts as unreachable.");
    private static readonly Flag<TimeSpan> NodeStartupGracePeriod = Flags.Duration(
        "node-startup-grace-period", Defaults.NodeStartupGracePeriod, "The same for a node that has only just come.");

    public static Component Create() => new(Name, "The Kubernetes controllers: bring the cluster to where its objects say that it should be.", Flags, RunAsync);

    private static async Task RunAsync(ComponentStart start, CancellationToken cancellation)
    {
        var config = Client.ConfigOf(start, Name);
        using var transport = ClientFlags.Connect(start, config);
        KubeClient client = new(transport);
        using ControllerClients? accounts = start.Get(UseServiceAccountCredentials) ? new(start, config, client) : null;
        KubeControllerManager manager = new(
            client, accounts is null ? _ => client : accounts.For, start.Environment, start.Loggers, OptionsOf(start));
        await using var server = await Serving.StartAsync(start, config, cancellation);
        await LeaderElection.RunAsync(start, client, manager.RunAsync, cancellation);
    }

    private static ControllerManagerOptions OptionsOf(ComponentStart start) => new()
    {
        Controllers = start.Get(Controllers),
        RootCertificateAuthorityPem = start.ReadFile(RootCaFile) ?? "",
        ConcurrentReplicaSetSyncs = start.Get(ReplicaSetSyncs),
        ConcurrentReplicationControllerSyncs = start.Get(ReplicationControllerSyncs),
        ConcurrentDeploymentSyncs = start.Get(DeploymentSyncs),
        ConcurrentServiceEndpointSyncs = start.Get(ServiceEndpointSyncs),
        ConcurrentEndpointSyncs = start.Get(EndpointSyncs),
        ConcurrentNamespaceSyncs = start.Get(NamespaceSyncs),
        ConcurrentServiceAccountSyncs = start.Get(ServiceAccountSyncs),
        ConcurrentGarbageCollectorSyncs = start.Get(GarbageCollectorSyncs),
        MaxEndpointsPerSlice = start.Get(MaxEndpointsPerSlice),
        TerminatedPodGcThreshold = start.Get(TerminatedPodGcThreshold),
        NodeMonitorPeriod = start.Get(NodeMonitorPeriod),
        NodeMonitorGracePeriod = start.Get(NodeMonitorGracePeriod),
        NodeStartupGracePeriod = start.Get(NodeStartupGracePeriod),
    };
}
