using Kybernet.Api.Core.V1;
using Kybernet.Client;

namespace Kybernet.ControllerManager.Pods;

/// <summary>Finds pods by the node that they are bound to.</summary>
internal static class PodsOnNodes
{
    private const string ByNode = "spec.nodeName";

    /// <summary>Adds the index, if it is not there already.</summary>
    public static void AddIndexTo(SharedInformer<Pod> pods) =>
        pods.AddIndex(ByNode, static p => p.Spec.NodeName.Length > 0 ? [p.Spec.NodeName] : []);

    /// <summary>The pods of a node.</summary>
    public static IReadOnlyList<Pod> On(ILister<Pod> pods, string node) => pods.ByIndex(ByNode, node);
}
