using Kybernet.Wire.Cri;
using Kybernet.Wire.Streaming;

namespace Kybernet.Kubelet.Server;

/// <summary>The streams of a runtime that speaks the Container Runtime Interface.</summary>
internal sealed class CriStreaming(CriRuntimeClient cri) : IStreamingRuntime
{
    /// <inheritdoc/>
    public async Task<Uri> ExecAsync(
        string containerId, IReadOnlyList<string> command, RemoteCommandOptions options, CancellationToken cancellation)
    {
        ExecRequest request = new()
        {
            ContainerId = containerId,
            Cmd = { command },
            Stdin = options.Stdin,
            Stdout = options.Stdout,
            // A terminal has one output.
            Stderr = options.Stderr && !options.Tty,
            Tty = options.Tty,
        };
        return new Uri((await cri.ExecAsync(request, null, cancellation)).Url);
    }

    /// <inheritdoc/>
    public async Task<Uri> AttachAsync(string containerId, RemoteCommandOptions options, CancellationToken cancellation)
    {
        AttachRequest request = new()
        {
            ContainerId = containerId,
            Stdin = options.Stdin,
            Stdout = options.Stdout,
            Stderr = options.Stderr && !options.Tty,
            Tty = options.Tty,
        };
        return new Uri((await cri.AttachAsync(request, null, cancellation)).Url);
    }

    /// <inheritdoc/>
    public async Task<Uri> PortForwardAsync(string sandboxId, IReadOnlyList<int> ports, CancellationToken cancellation) =>
        new((await cri.PortForwardAsync(new PortForwardRequest { PodSandboxId = sandboxId, Port = { ports } }, null, cancellation)).Url);
}
