using Kybernet.Api.Core.V1;
using Kybernet.Base;
using Kybernet.Client;
using Kybernet.Kubelet.Containers;
using Kybernet.Kubelet.Cri;
using Kybernet.Kubelet.Host;
using Kybernet.Kubelet.Images;
using Kybernet.Kubelet.Lifecycle;
using Kybernet.Kubelet.Node;
using Kybernet.Kubelet.Pods;
using Kybernet.Kubelet.Probes;
using Kybernet.Kubelet.Server;
using Kybernet.Kubelet.Volumes;
using Kybernet.Linux.Cgroups;
using Kybernet.Wire.Cri;
using Kybernet.Wire.Grpc;
using Kybernet.Wire.Streaming;
using Microsoft.Extensions.Logging;

namespace Kybernet.Kubelet;

/// <summary>Makes kubelets that run containers, on Linux, by a runtime that speaks the Container Runtime Interface.</summary>
public static class LinuxKubelet
{
    /// <summary>Makes one. The runtime has to answer by now.</summary>
    /// <param name="options">What differs from node to node.</param>
    /// <param name="parts">What the node around it gives.</param>
    /// <param name="client">The API, as <c>system:node:NAME</c>.</param>
    /// <param name="environment">Clock, chance and scheduler.</param>
    /// <param name="loggers">Makes its loggers.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<KubeletComponent> CreateAsync(
        KubeletOptions options, LinuxNodeParts parts, IKubeClient client, ExecutionEnvironment environment, ILoggerFactory loggers,
        CancellationToken cancellation = default)
    {
        // 1. The machine and its runtime.
        BlockingWork work = new();
        LinuxMachine machine = new(options, work);
        var channel = parts.Runtime ?? GrpcChannel.ForUnixSocket(SocketOf(options.ContainerRuntimeEndpoint));
        var runtime = await CriRuntime.ConnectAsync(new(channel), cancellation);
        CriImages images = new(new(channel));
        NodeReadiness readiness = new();
        var hierarchy = CgroupHierarchy.Detect();
        PodCgroupKeeper cgroups = new(hierarchy, new(options.CgroupRoot.Trim('/')), machine.Capacity, options.MaxPods, environment, work);

        // 2. What pods are made of.
        EventRecorder events = new(client, environment, "kubelet", options.NodeName, loggers.CreateLogger<EventRecorder>());
        InformerFactory informers = new(client.Transport, environment, loggers);
        var services = informers.For<Service>();
        PodDirectories directories = new(options);
        ApiObjectSource objects = new(client, environment, options.VolumeRefreshPeriod / 4);
        ObjectFiles files = new(objects);
        FileVolume writer = new(work, environment);
        ServiceAccountTokens tokens = new(client, environment);
        PodVolumes volumes = new(
            [
                new EmptyDirVolume(work, machine.Capacity.MemoryBytes), new HostPathVolume(work), new ConfigMapVolume(files, writer),
                new SecretVolume(files, writer), new DownwardApiVolume(Fields, writer), new ProjectedVolume(files, Fields, tokens, writer),
            ],
            directories, work, events, environment, options.VolumeRefreshPeriod);
        HostPorts hostPorts = new(parts.SetHostPorts ?? (static (_, _) => Task.CompletedTask));
        ContainerConfigBuilder containers = new(
            machine.Capacity, directories, new(options, directories, volumes, work, environment), new(objects), services.List,
            FieldsOf, hierarchy.Version, work);
        LinuxPodHost host = new(options, directories, cgroups, volumes, hostPorts, containers, events, work);

        // 3. The kubelet over them.
        var http = ProbeHttp.Create();
        NodeCleanup cleanup = new(directories, cgroups, volumes, work, loggers.CreateLogger<NodeCleanup>());
        return new(options, new()
        {
            Client = client,
            Informers = informers,
            Environment = environment,
            Loggers = loggers,
            Runtime = runtime,
            ImageService = images,
            Machine = machine,
            Host = host,
            Images = new ImagePuller(images, objects, events, environment),
            Hooks = new LifecycleHooks(runtime, http, environment, options.KubeletVersion),
            Prober = new Prober(runtime, http, environment, options.KubeletVersion),
            Events = events,
            Readiness = readiness,
            Prepare = async (pods, stop) =>
            {
                await cgroups.SetUpAsync(stop);
                await hostPorts.StartAsync(pods, stop);
                await cleanup.RunAsync(pods, runtime, stop);
            },
            Services = parts.Server is null ? [] : [Serve],
        });

        // Logs and streams, for the API server.
        KubeletServer Serve(PodWorkers workers)
        {
            PodFinder finder = new(workers, runtime);
            PodStreams streams = new(finder, new CriStreaming(new(channel)), new SpdyDialer(environment), environment);
            return new KubeletServer(parts.Server!, new(finder, environment), streams, new(finder), environment, loggers);
        }

        DownwardFields Fields(Pod pod) => FieldsOf(pod, [.. pod.Status.PodIPs.Select(static ip => ip.Ip)]);

        DownwardFields FieldsOf(Pod pod, IReadOnlyList<string> ips) =>
            new(pod, ips, readiness.Addresses, NodeResources.Allocatable(machine.Capacity, options.MaxPods));
    }

    private static string SocketOf(string endpoint)
    {
        const string scheme = "unix://";
        return endpoint.StartsWith(scheme, StringComparison.Ordinal) ? endpoint[scheme.Length..] : endpoint;
    }
}
