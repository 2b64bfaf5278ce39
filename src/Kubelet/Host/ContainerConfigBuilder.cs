using Google.Protobuf;
using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Kubelet.Containers;
using Kybernet.Kubelet.Pods;
using Kybernet.Kubelet.Volumes;
using Kybernet.Linux.Machine;
using Kybernet.Wire.Cri;

namespace Kybernet.Kubelet.Host;

/// <summary>Describes a container to the runtime: all that its spec, its pod and the node have to say.</summary>
internal sealed class ContainerConfigBuilder(
    MachineCapacity machine, PodDirectories directories, ContainerMounts mounts, ContainerEnvironment environment,
    Func<IReadOnlyList<Service>> services, Func<Pod, IReadOnlyList<string>, DownwardFields> fields, int cgroupVersion, BlockingWork work)
{
    /// <summary>The configuration.</summary>
    /// <exception cref="StartFailureException">The spec asks for what is not there: CreateContainerConfigError.</exception>
    public async Task<ContainerConfig> BuildAsync(ContainerStart start, CancellationToken cancellation)
    {
        try
        {
            return await BuildCheckedAsync(start, cancellation);
        }
        catch (Exception e) when (e is InvalidOperationException or VolumeException or IOException or UnauthorizedAccessException or KubeApiException)
        {
            throw new StartFailureException(new(StartFailure.CreateContainerConfigError, e.Message), e);
        }
    }

    private async Task<ContainerConfig> BuildCheckedAsync(ContainerStart start, CancellationToken cancellation)
    {
        var (pod, container) = (start.Pod, start.Container);
        var config = ContainerDescription.Of(start);
        config.Linux = new()
        {
            Resources = Containers.ContainerResources.Of(pod, container, machine.MemoryBytes, cgroupVersion),
            SecurityContext = ContainerSecurity.Of(start),
        };

        var links = ServiceEnvironment.Of(services(), pod.Metadata.Namespace, pod.Spec.EnableServiceLinks is not false);
        var variables = await environment.BuildAsync(pod, container, links, fields(pod, start.Runtime.Ips), cancellation);
        foreach (var (key, value) in variables) config.Envs.Add(new KeyValue { Key = key, Value = ByteString.CopyFromUtf8(value) });

        config.Command.AddRange(container.Command.Select(Expand));
        config.Args.AddRange(container.Args.Select(Expand));
        config.WorkingDir = container.WorkingDir;
        config.Mounts.AddRange(await mounts.PrepareAsync(start, variables, cancellation));
        (config.Stdin, config.StdinOnce, config.Tty) = (container.Stdin, container.StdinOnce, container.Tty);
        config.StopSignal = StopSignal(container);
        config.LogPath = PodDirectories.LogFile(container.Name, start.RestartCount);
        await work.RunAsync(() => Directory.CreateDirectory(Path.Combine(directories.LogsOf(pod), container.Name)), cancellation);
        return config;

        string Expand(string text) => Expansion.Expand(text, name => variables.GetValueOrDefault(name));
    }

    private static Signal StopSignal(Container container) =>
        container.Lifecycle?.StopSignal is { Length: > 0 } signal
            ? Enum.TryParse<Signal>(signal, ignoreCase: true, out var known) ? known : throw new InvalidOperationException($"unknown stop signal {signal}")
            : Signal.RuntimeDefault;
}
