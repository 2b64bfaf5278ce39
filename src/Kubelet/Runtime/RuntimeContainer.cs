using Kybernet.Api.Core.V1;

namespace Kybernet.Kubelet.Runtime;

/// <summary>A container as the runtime sees it, with what the kubelet wrote down beside it when it made it.</summary>
internal sealed record RuntimeContainer
{
    /// <summary>The runtime's id, without scheme.</summary>
    public required string Id { get; init; }

    /// <summary>Its name in the pod.</summary>
    public required string Name { get; init; }

    /// <summary>What it does.</summary>
    public required RuntimeState State { get; init; }

    /// <summary>The sandbox it lives in.</summary>
    public string SandboxId { get; init; } = "";

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its process started; null: it has not.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When its process ended; null: it has not.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The exit code of its process, once it has ended.</summary>
    public int ExitCode { get; init; }

    /// <summary>Why it ended, in the runtime's word: Completed, Error, OOMKilled.</summary>
    public string Reason { get; init; } = "";

    /// <summary>More about its end: the runtime's message, or the termination message.</summary>
    public string Message { get; init; } = "";

    /// <summary>The image as the pod names it.</summary>
    public string Image { get; init; } = "";

    /// <summary>The image as the runtime knows it, by digest where it can.</summary>
    public string ImageRef { get; init; } = "";

    /// <summary>How many containers of that name came before in this pod.</summary>
    public int RestartCount { get; init; }

    /// <summary>The hash of the container's spec it was made from: see <see cref="ContainerHash"/>.</summary>
    public string Hash { get; init; } = "";

    /// <summary>The file in the container that holds its last words.</summary>
    public string TerminationMessagePath { get; init; } = "";

    /// <summary>Where that file lies on the node; empty when there is none.</summary>
    public string TerminationMessageFile { get; init; } = "";

    /// <summary>File, or FallbackToLogsOnError.</summary>
    public string TerminationMessagePolicy { get; init; } = "";

    /// <summary>Its log file on the node.</summary>
    public string LogPath { get; init; } = "";

    /// <summary>The user its process runs as, where the runtime tells.</summary>
    public LinuxContainerUser? User { get; init; }

    /// <summary>Whether it ended with exit code 0.</summary>
    public bool Succeeded => State == RuntimeState.Exited && ExitCode == 0;
}
