using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Strategies.Pods;

/// <summary>Fields of features that are switched off by default upstream: they are dropped, not refused.</summary>
internal static class DisabledPodFields
{
    /// <summary>Clears them.</summary>
    public static void Drop(PodSpec spec) => spec.SchedulingGroup = null;
}
