using Kybernet.Api.Core.V1;
using Kybernet.Client;

namespace Kybernet.ControllerManager.Pods;

/// <summary>Finds pods by their controller, and those without one by namespace (upstream's PodControllerIndex).</summary>
internal static class PodIndex
{
    private const string ByController = "podController";

    /// <summary>Adds the index, if it is not there already.</summary>
    public static void AddTo(SharedInformer<Pod> pods) => pods.AddIndex(
        ByController, static p => [OwnerReferences.ControllerOf(p)?.Uid ?? Orphans(p.Metadata.Namespace)]);

    /// <summary>The pods controlled by the object of that uid.</summary>
    public static IReadOnlyList<Pod> ControlledBy(ILister<Pod> pods, string uid) => pods.ByIndex(ByController, uid);

    /// <summary>The pods of a namespace that nobody controls.</summary>
    public static IReadOnlyList<Pod> OrphansIn(ILister<Pod> pods, string ns) => pods.ByIndex(ByController, Orphans(ns));

    // No uid begins with a slash.
    private static string Orphans(string ns) => "/" + ns;
}
