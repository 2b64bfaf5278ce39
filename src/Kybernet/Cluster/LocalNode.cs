using System.Net;
using System.Security.Cryptography.X509Certificates;
using Kybernet.Base;
using Kybernet.Client;
using Kybernet.Cluster;
using Kybernet.KubeProxy;
using Kybernet.Kubelet;
using Kybernet.Kubelet.Server;
using Kybernet.Linux.Containers;
using Kybernet.Linux.Filesystems;
using Kybernet.Linux.Networking;
using Kybernet.Linux.Processes;
using Kybernet.Wire.Cri;
using Kybernet.Wire.Grpc;
using Microsoft.Extensions.Logging;

namespace Kybernet.Host.Cluster;

/// <summary>The real node on this machine: its containerd, its pods' network, and taking both away again.</summary>
internal sealed class LocalNode
{
    /// <summary>The cgroup under which all pods of the node lie. Ours alone: clean-up ends whatever is in it.</summary>
    public const string CgroupRoot = "kybernet";

    /// <summary>Where the kubelet serves logs, exec and the like.</summary>
    public const int KubeletPort = 10250;

    // How long containers have to end when the node goes down, in seconds.
    private const long StopGraceSeconds = 10;

    private readonly ClusterPaths _paths;
    private readonly ExecutionEnvironment _environment;
    private readonly TaskCompletionSource<KubeletComponent> _kubelet = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public LocalNode(ClusterPaths paths, ExecutionEnvironment environment, ILoggerFactory loggers)
    {
        _paths = paths;
        _environment = environment;
        KubeletReady = ReadyAsync();
        ChildProcessRunner runner = new(environment.Time);
        Network = new PodNetwork(
            new PodNetworkOptions { PodCidr = PodCidr, NonMasqueradeCidrs = [ClusterCidr], StateDirectory = paths.Node, CniConfigDirectory = paths.Cni }, runner);
        Engine = new ContainerdEngine(
            new ContainerdOptions
            {
                RootDirectory = paths.Containerd,
                StateDirectory = Path.Combine(paths.Run, "containerd"),
                CniConfigDirectory = paths.Cni,
                RegistryConfigDirectory = paths.Registries,
                LogFile = Path.Combine(paths.Logs, "containerd.log"),
                CgroupRoots = [CgroupRoot],
            },
            runner, environment, loggers.CreateLogger<ContainerdEngine>());
    }

    /// <summary>Completes when the kubelet looks after its pods and answers for them.</summary>
    public Task KubeletReady { get; }

    /// <summary>The addresses of the node's pods.</summary>
    public static IPNetwork PodCidr { get; } = IPNetwork.Parse("10.244.0.0/24");

    /// <summary>The addresses of the pods of all nodes.</summary>
    public static IPNetwork ClusterCidr { get; } = IPNetwork.Parse("10.244.0.0/16");

    /// <summary>The pods' network.</summary>
    public PodNetwork Network { get; }

    /// <summary>The container engine.</summary>
    public ContainerdEngine Engine { get; }

    /// <summary>Brings up the network and the engine, or takes over those that run.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        NodeClaim.Take(_paths);
        await Network.SetUpAsync(cancellation);
        await Engine.StartAsync(cancellation);
        await Engine.CreateImageLoader().EnsureAsync(SandboxImage.Build(), cancellation);
    }

    /// <summary>The kubelet and the proxy of the node, to be run until the cluster stops.</summary>
    public IEnumerable<Func<CancellationToken, Task>> Components(
        string name, ControlPlaneOptions options, ClusterCertificates certificates, ControlPlane plane, ILoggerFactory loggers)
    {
        yield return async cancellation =>
        {
            var kubelet = await LinuxKubelet.CreateAsync(
                KubeletOptionsOf(name, options), KubeletPartsOf(name, options, certificates), plane.Components.ClientFor(Identities.Node(name)),
                _environment, loggers, cancellation);
            _kubelet.TrySetResult(kubelet);
            await kubelet.RunAsync(cancellation);
        };
        var client = plane.Components.ClientFor(Identities.Proxy);
        ProxyServer proxy = new(
            new KubeProxyOptions { HostnameOverride = name, ClusterCidr = ClusterCidr },
            new InformerFactory(client.Transport, _environment, loggers), new ChildProcessRunner(_environment.Time), _environment, loggers);
        yield return proxy.RunAsync;
    }

    private async Task ReadyAsync() => await (await _kubelet.Task).Ready;

    private KubeletOptions KubeletOptionsOf(string name, ControlPlaneOptions options) => new()
    {
        NodeName = name,
        NodeIps = [options.NodeAddress],
        RootDirectory = _paths.Kubelet,
        PodLogsDirectory = _paths.PodLogs,
        ContainerLogsDirectory = _paths.ContainerLogs,
        ContainerRuntimeEndpoint = "unix://" + Engine.Socket,
        PodCidr = PodCidr.ToString(),
        CgroupRoot = CgroupRoot,
    };

    private LinuxNodeParts KubeletPartsOf(string name, ControlPlaneOptions options, ClusterCertificates certificates)
    {
        X509Certificate2Collection authorities = [];
        authorities.ImportFromPem(certificates.AuthorityPem);
        return new LinuxNodeParts
        {
            SetHostPorts = Network.SetHostPortsAsync,
            Server = new KubeletServerOptions(
                new IPEndPoint(IPAddress.Any, KubeletPort), certificates.KubeletServing(name, options.NodeAddress).ToX509(), authorities),
        };
    }

    /// <summary>Stops the node's pods and containerd and takes away all that they left on the machine; images stay.</summary>
    public async Task TearDownAsync(CancellationToken cancellation)
    {
        if (File.Exists(Engine.Socket)) await StopPodsAsync(cancellation);
        Mounts.UnmountAllUnder(_paths.Kubelet);
        await Engine.CleanUpAsync(cancellation);
        await Network.TearDownAsync(cancellation);
        foreach (var directory in (ReadOnlySpan<string>)[Path.Combine(_paths.Kubelet, "pods"), _paths.PodLogs, _paths.ContainerLogs, _paths.Run])
        {
            if (Directory.Exists(directory)) Directory.Delete(directory, recursive: true);
        }

        NodeClaim.Release(_paths);
    }

    private async Task StopPodsAsync(CancellationToken cancellation)
    {
        using var channel = GrpcChannel.ForUnixSocket(Engine.Socket);
        CriRuntimeClient cri = new(channel);
        IEnumerable<PodSandbox> sandboxes;
        try
        {
            sandboxes = (await cri.ListPodSandboxAsync(new ListPodSandboxRequest(), null, cancellation)).Items;
            var containers = (await cri.ListContainersAsync(new ListContainersRequest(), null, cancellation)).Containers;
            await Task.WhenAll(containers.Where(c => c.State == ContainerState.ContainerRunning).Select(c => cri.StopContainerAsync(
                new StopContainerRequest { ContainerId = c.Id, Timeout = StopGraceSeconds }, null, cancellation)));
        }
        catch (GrpcException e) when (e.Code == GrpcStatusCode.Unavailable)
        {
            // containerd is dead already: what it left is cleaned up without it.
            return;
        }

        foreach (var sandbox in sandboxes)
        {
            await cri.StopPodSandboxAsync(new StopPodSandboxRequest { PodSandboxId = sandbox.Id }, null, cancellation);
            await cri.RemovePodSandboxAsync(new RemovePodSandboxRequest { PodSandboxId = sandbox.Id }, null, cancellation);
        }
    }
}
