using Kybernet.Api;
using Kybernet.Api.Apps.V1;

namespace Kybernet.ControllerManager.Deployments;

/// <summary>How far a rolling update may go above and below the number of replicas asked for.</summary>
/// <param name="MaxSurge">So many pods more; percentages round up.</param>
/// <param name="MaxUnavailable">So many available pods fewer; percentages round down.</param>
internal readonly record struct Fenceposts(int MaxSurge, int MaxUnavailable)
{
    /// <summary>Those of a deployment; both zero for a Recreate deployment (upstream's MaxSurge and MaxUnavailable).</summary>
    public static Fenceposts Of(Deployment deployment)
    {
        if (!deployment.IsRollingUpdate()) return default;
        var rolling = deployment.Spec.Strategy.RollingUpdate;
        var replicas = deployment.Replicas();
        var posts = Resolve(rolling?.MaxSurge, rolling?.MaxUnavailable, replicas);
        return posts with { MaxUnavailable = Math.Min(posts.MaxUnavailable, replicas) };
    }

    /// <summary>
    /// Numbers from numbers or percentages. Never both zero, for then nothing could move (upstream's ResolveFenceposts).
    /// </summary>
    public static Fenceposts Resolve(IntOrString? maxSurge, IntOrString? maxUnavailable, int replicas)
    {
        var surge = (maxSurge ?? 0).Scale(replicas, roundUp: true);
        var unavailable = (maxUnavailable ?? 0).Scale(replicas, roundUp: false);
        return new(surge, surge == 0 && unavailable == 0 ? 1 : unavailable);
    }
}
