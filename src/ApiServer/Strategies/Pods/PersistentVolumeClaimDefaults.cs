using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Strategies.Pods;

/// <summary>What a claim gets that did not say, by itself, in a volume or in a StatefulSet.</summary>
internal static class PersistentVolumeClaimDefaults
{
    /// <summary>Fills in a claim: it waits for its volume.</summary>
    public static void Apply(PersistentVolumeClaim claim)
    {
        if (claim.Status.Phase.Length == 0) claim.Status.Phase = "Pending";
        Apply(claim.Spec);
    }

    /// <summary>Fills in a spec.</summary>
    public static void Apply(PersistentVolumeClaimSpec spec)
    {
        spec.VolumeMode ??= "Filesystem";
        PodSpecDefaults.RoundUp(spec.Resources.Limits);
        PodSpecDefaults.RoundUp(spec.Resources.Requests);
    }
}
