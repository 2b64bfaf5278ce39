using Kybernet.Api;
using Kybernet.Api.Core.V1;

namespace Kybernet.ControllerManager.TaintEviction;

/// <summary>How long a pod may stay on a node with taints of effect NoExecute.</summary>
internal static class EvictionDecision
{
    /// <summary>How long from now on; zero: not at all; null: for ever.</summary>
    /// <param name="taints">The node's taints.</param>
    /// <param name="tolerations">The pod's tolerations.</param>
    public static TimeSpan? MayStay(KubeList<Taint> taints, KubeList<Toleration> tolerations)
    {
        TimeSpan? shortest = null;
        foreach (var taint in taints)
        {
            if (taint.Effect != "NoExecute") continue;
            var isTolerated = false;
            foreach (var toleration in tolerations)
            {
                if (!toleration.Tolerates(taint)) continue;
                isTolerated = true;
                if (toleration.TolerationSeconds is not { } seconds) continue;
                var time = TimeSpan.FromSeconds(Math.Clamp(seconds, 0, (long)TimeSpan.FromDays(365).TotalSeconds));
                if (shortest is null || time < shortest) shortest = time;
            }

            if (!isTolerated) return TimeSpan.Zero;
        }

        return shortest;
    }
}
