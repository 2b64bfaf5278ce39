using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Runtime;
using Kybernet.Wire.Cri;
using CriContainer = Kybernet.Wire.Cri.Container;
using CriStatus = Kybernet.Wire.Cri.ContainerStatus;

namespace Kybernet.Kubelet.Cri;

/// <summary>Reads the runtime's container statuses.</summary>
internal static class CriContainers
{
    /// <summary>The container in the kubelet's words.</summary>
    public static RuntimeContainer Describe(CriContainer container, CriStatus status)
    {
        var path = ContainerRecord.Text(status.Annotations, RuntimeLabels.TerminationMessagePath);
        return new()
        {
            Id = status.Id,
            Name = status.Metadata.Name,
            SandboxId = container.PodSandboxId,
            State = status.State switch
            {
                Wire.Cri.ContainerState.ContainerCreated => RuntimeState.Created,
                Wire.Cri.ContainerState.ContainerRunning => RuntimeState.Running,
                Wire.Cri.ContainerState.ContainerExited => RuntimeState.Exited,
                _ => RuntimeState.Unknown,
            },
            CreatedAt = CriTime.Read(status.CreatedAt) ?? default,
            StartedAt = CriTime.Read(status.StartedAt),
            FinishedAt = CriTime.Read(status.FinishedAt),
            ExitCode = status.ExitCode,
            Reason = status.Reason,
            Message = status.Message,
            Image = status.Image?.Image ?? "",
            ImageRef = status.ImageRef,
            RestartCount = ContainerRecord.RestartCount(status.Annotations),
            Hash = ContainerRecord.Hash(status.Annotations),
            TerminationMessagePath = path,
            TerminationMessageFile = status.Mounts.FirstOrDefault(m => m.ContainerPath == path)?.HostPath ?? "",
            TerminationMessagePolicy = ContainerRecord.Text(status.Annotations, RuntimeLabels.TerminationMessagePolicy),
            LogPath = status.LogPath,
            User = status.User?.Linux is { } user
                ? new() { Uid = user.Uid, Gid = user.Gid, SupplementalGroups = [.. user.SupplementalGroups] }
                : null,
        };
    }
}
