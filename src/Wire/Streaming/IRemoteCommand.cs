using Kybernet.Wire.Streams;

namespace Kybernet.Wire.Streaming;

/// <summary>
/// A command that runs elsewhere, as seen by who asked for it. Streams that were not asked for are null. Disposing hangs
/// up; what that does to the command is the runtime's business.
/// </summary>
public interface IRemoteCommand : IAsyncDisposable
{
    /// <summary>Input to write; half-closing it is how the command learns that there is no more.</summary>
    DuplexStream? Stdin { get; }

    /// <summary>The output.</summary>
    Stream? Stdout { get; }

    /// <summary>The error output; null with a terminal.</summary>
    Stream? Stderr { get; }

    /// <summary>How the command ended. Fails with <see cref="IOException"/> when the connection was lost before that was known.</summary>
    Task<RemoteCommandStatus> Completion { get; }

    /// <summary>Tells the command's terminal its new size; without a terminal nothing happens.</summary>
    ValueTask ResizeAsync(TerminalSize size, CancellationToken cancellation = default);
}
