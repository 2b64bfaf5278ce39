namespace Kybernet.Kubelet.Pods;

/// <summary>A container that is to end, and why.</summary>
/// <param name="ContainerId">The runtime's id.</param>
/// <param name="Name">Its name in the pod.</param>
/// <param name="Message">For the event.</param>
/// <param name="Reason">What decides how long it may take.</param>
internal sealed record ContainerKill(string ContainerId, string Name, string Message, KillReason Reason = KillReason.Other);

/// <summary>Why a container is killed, where that changes how.</summary>
internal enum KillReason
{
    /// <summary>Its pod ends, or its spec changed.</summary>
    Other,

    /// <summary>Its liveness probe failed; that probe may have a grace period of its own.</summary>
    LivenessProbe,

    /// <summary>Its startup probe failed; that probe may have a grace period of its own.</summary>
    StartupProbe,
}
