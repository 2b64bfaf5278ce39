using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Kubelet.Containers;
using Kybernet.Kubelet.Events;
using Kybernet.Kubelet.Pods;
using Kybernet.Kubelet.Runtime;
using Kybernet.Kubelet.Volumes;
using Kybernet.Wire.Cri;

namespace Kybernet.Kubelet.Host;

/// <summary>A pod's place on a Linux machine.</summary>
internal sealed class LinuxPodHost(
    KubeletOptions options, PodDirectories directories, PodCgroupKeeper cgroups, PodVolumes volumes, HostPorts hostPorts,
    ContainerConfigBuilder containers, IEventRecorder events, BlockingWork work) : IPodHost
{
    public async Task SetUpAsync(Pod pod, CancellationToken cancellation)
    {
        try
        {
            await cgroups.EnsureAsync(pod, cancellation);
        }
        catch (IOException e)
        {
            events.Warning(pod, "FailedCreatePodContainer", $"unable to ensure pod container exists: {e.Message}");
            throw new PodSetupException(e.Message, e);
        }

        var directory = directories.OfPod(pod.Metadata.Uid);
        if (!Directory.Exists(directory)) await work.RunAsync(() => Directory.CreateDirectory(directory), cancellation);
        await volumes.SetUpAsync(pod, cancellation);
    }

    public async Task<PodSandboxConfig> DescribeSandboxAsync(Pod pod, uint attempt, CancellationToken cancellation)
    {
        var config = SandboxRecord.Of(pod, attempt);
        config.LogDirectory = directories.LogsOf(pod);
        config.Hostname = PodContainers.IsHostNetwork(pod) ? "" : PodHostname.Of(pod, options.ClusterDomain).Name;
        config.Linux.CgroupParent = cgroups.ParentOf(pod);
        config.Linux.SecurityContext = ContainerSecurity.OfSandbox(pod);
        foreach (var sysctl in pod.Spec.SecurityContext?.Sysctls ?? []) config.Linux.Sysctls[sysctl.Name] = sysctl.Value;
        config.DnsConfig = await work.RunAsync(() => Dns(pod), cancellation);
        await work.RunAsync(() => Directory.CreateDirectory(config.LogDirectory), cancellation);
        return config;
    }

    public Task<ContainerConfig> DescribeContainerAsync(ContainerStart start, CancellationToken cancellation) =>
        containers.BuildAsync(start, cancellation);

    public Task<string> ReadTerminationMessageAsync(RuntimeContainer container, CancellationToken cancellation) =>
        work.RunAsync(() => TerminationMessages.Read(container), cancellation);

    public Task OnStartedAsync(Pod pod, string container, string id, int restartCount, CancellationToken cancellation)
    {
        if (directories.LogLink(pod.Metadata.Namespace, pod.Metadata.Name, container, id) is not { } link) return Task.CompletedTask;
        var file = Path.Combine(directories.LogsOf(pod), PodDirectories.LogFile(container, restartCount));
        return work.RunAsync(
            () =>
            {
                Directory.CreateDirectory(Path.GetDirectoryName(link)!);
                File.Delete(link);
                File.CreateSymbolicLink(link, file);
            },
            cancellation);
    }

    public Task SetHostPortsAsync(Pod pod, IReadOnlyList<string> ips, CancellationToken cancellation) => hostPorts.SetAsync(pod, ips, cancellation);

    public async Task TearDownAsync(string uid, CancellationToken cancellation)
    {
        await volumes.TearDownAsync(uid, cancellation);
        await cgroups.RemoveAsync(uid, cancellation);
    }

    public Task RemoveAsync(string uid, string ns, string name, CancellationToken cancellation) => work.RunAsync(
        () =>
        {
            Delete(directories.OfPod(uid));
            Delete(directories.LogsOf(ns, name, uid));
            RemoveDeadLinks(ns, name);
        },
        cancellation);

    private DNSConfig Dns(Pod pod)
    {
        var node = options.ResolvConf.Length > 0 && File.Exists(options.ResolvConf)
            ? DnsSettings.Parse(File.ReadLines(options.ResolvConf))
            : new([], [], []);
        return DnsSettings.Of(pod, [.. options.ClusterDns.Select(static ip => ip.ToString())], options.ClusterDomain, node).ToCri();
    }

    private void RemoveDeadLinks(string ns, string name)
    {
        if (options.ContainerLogsDirectory is not { } directory || !Directory.Exists(directory)) return;
        foreach (var link in new DirectoryInfo(directory).EnumerateFiles($"{name}_{ns}_*.log"))
        {
            if (link.LinkTarget is { } target && !File.Exists(target)) link.Delete();
        }
    }

    private static void Delete(string directory)
    {
        if (Directory.Exists(directory)) Directory.Delete(directory, recursive: true);
    }
}
