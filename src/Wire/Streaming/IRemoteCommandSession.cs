namespace Kybernet.Wire.Streaming;

/// <summary>
/// The asker of a command (kubectl exec, attach), as seen by who runs it. Streams that were not asked for are null.
/// Disposing hangs up.
/// </summary>
public interface IRemoteCommandSession : IAsyncDisposable
{
    /// <summary>Input to read; it ends when the asker closes its half or hangs up.</summary>
    Stream? Stdin { get; }

    /// <summary>Where output goes.</summary>
    Stream? Stdout { get; }

    /// <summary>Where error output goes; null with a terminal.</summary>
    Stream? Stderr { get; }

    /// <summary>The sizes of the asker's terminal as they change, the first one at once. To be enumerated once.</summary>
    IAsyncEnumerable<TerminalSize> Resizes { get; }

    /// <summary>Completes, never with an error, when the asker has hung up.</summary>
    Task Closed { get; }

    /// <summary>Says how the command ended, after all output has been written, and closes the session.</summary>
    Task CompleteAsync(RemoteCommandStatus status, CancellationToken cancellation = default);
}
