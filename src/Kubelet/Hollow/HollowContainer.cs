using Kybernet.Kubelet.Runtime;
using Kybernet.Wire.Cri;

namespace Kybernet.Kubelet.Hollow;

/// <summary>A container that only pretends: its state follows from the clock.</summary>
internal sealed class HollowContainer(string id, string sandboxId, ContainerConfig config, HollowProgram program, DateTimeOffset createdAt)
{
    private const int Terminated = 143; // by SIGTERM

    /// <summary>Its id.</summary>
    public string Id => id;

    /// <summary>Its sandbox.</summary>
    public string SandboxId => sandboxId;

    /// <summary>What it pretends.</summary>
    public HollowProgram Program => program;

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt => createdAt;

    /// <summary>When it started.</summary>
    public DateTimeOffset? StartedAt { get; set; }

    /// <summary>When somebody's stop ends it.</summary>
    public DateTimeOffset? StoppedAt { get; private set; }

    /// <summary>Wakes those who want to know of its end.</summary>
    public ITimer? EndTimer { get; set; }

    /// <summary>When it ends or has ended, as far as that is known.</summary>
    public DateTimeOffset? EndsAt => WasStopped ? StoppedAt : OwnEnd;

    private DateTimeOffset? OwnEnd => StartedAt is { } start && program.RunsFor is { } runs ? start + runs : null;

    private bool WasStopped => StoppedAt is { } stopped && !(OwnEnd <= stopped);

    /// <summary>Ends it at that time, unless it ends before.</summary>
    public void StopAt(DateTimeOffset time)
    {
        if (StoppedAt is null || time < StoppedAt) StoppedAt = time;
    }

    /// <summary>Whether its process lives.</summary>
    public bool IsRunning(DateTimeOffset now) => StartedAt is not null && !(EndsAt <= now);

    /// <summary>As the runtime tells it.</summary>
    public RuntimeContainer Describe(DateTimeOffset now)
    {
        var ended = StartedAt is not null && EndsAt <= now;
        var exitCode = !ended ? 0 : WasStopped ? Terminated : program.ExitCode;
        return new()
        {
            Id = id,
            Name = config.Metadata.Name,
            SandboxId = sandboxId,
            State = ended ? RuntimeState.Exited : StartedAt is null ? RuntimeState.Created : RuntimeState.Running,
            CreatedAt = createdAt,
            StartedAt = StartedAt,
            FinishedAt = ended ? EndsAt : null,
            ExitCode = exitCode,
            Reason = !ended ? "" : exitCode == 0 ? "Completed" : "Error",
            Image = config.Image.Image,
            ImageRef = config.Image.Image,
            RestartCount = ContainerRecord.RestartCount(config.Annotations),
            Hash = ContainerRecord.Hash(config.Annotations),
        };
    }
}
