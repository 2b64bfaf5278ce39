using Kybernet.Api.Core.V1;

namespace Kybernet.Kubelet.Pods;

/// <summary>Decides whether a pod that was bound to this node can run on it.</summary>
internal interface IPodAdmission
{
    /// <summary>Null when it can, else why not.</summary>
    /// <param name="pod">The pod that arrives.</param>
    /// <param name="others">The pods that are there and have not ended.</param>
    PodRefusal? Check(Pod pod, IReadOnlyList<Pod> others);
}

/// <summary>Why a pod cannot run here.</summary>
/// <param name="Reason">A word: OutOfcpu.</param>
/// <param name="Message">A sentence.</param>
internal sealed record PodRefusal(string Reason, string Message);
