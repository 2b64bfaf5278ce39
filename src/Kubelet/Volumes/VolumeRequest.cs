using Kybernet.Api.Core.V1;

namespace Kybernet.Kubelet.Volumes;

/// <summary>A volume that a pod wants.</summary>
/// <param name="Pod">The pod.</param>
/// <param name="Volume">The volume.</param>
internal sealed record VolumeRequest(Pod Pod, Volume Volume)
{
    /// <summary>The group that the volume's files are to belong to; null: none in particular.</summary>
    public long? FsGroup => Pod.Spec.SecurityContext?.FsGroup;
}

/// <summary>A volume cannot be had (now).</summary>
/// <param name="message">Why, in upstream's words.</param>
internal sealed class VolumeException(string message) : Exception(message);
