using Kybernet.Wire.Streaming;

namespace Kybernet.Kubelet.Server;

/// <summary>Where the runtime serves the streams of exec, attach and port-forward.</summary>
internal interface IStreamingRuntime
{
    /// <summary>Prepares to run a command in a container.</summary>
    Task<Uri> ExecAsync(string containerId, IReadOnlyList<string> command, RemoteCommandOptions options, CancellationToken cancellation);

    /// <summary>Prepares to attach to a container.</summary>
    Task<Uri> AttachAsync(string containerId, RemoteCommandOptions options, CancellationToken cancellation);

    /// <summary>Prepares to reach ports in a sandbox.</summary>
    Task<Uri> PortForwardAsync(string sandboxId, IReadOnlyList<int> ports, CancellationToken cancellation);
}
