using Kybernet.Api.Core.V1;

namespace Kybernet.Kubelet.Volumes;

/// <summary>A kind of volume.</summary>
internal interface IVolumePlugin
{
    /// <summary>The directory under a pod's volumes that its volumes lie in: <c>kubernetes.io~empty-dir</c>.</summary>
    string Name { get; }

    /// <summary>Whether its volumes change with the API's objects, and so have to be looked at again.</summary>
    bool Refreshes { get; }

    /// <summary>Whether the volume is of this kind.</summary>
    bool Handles(Volume volume);

    /// <summary>Makes the volume, or brings it up to date, and returns where it lies.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="directory">The volume's place in the pod's directory; plugins of the node's own paths leave it alone.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="VolumeException">It cannot be had.</exception>
    Task<string> SetUpAsync(VolumeRequest request, string directory, CancellationToken cancellation);
}
