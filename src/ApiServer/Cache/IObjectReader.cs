using Kybernet.Api;

namespace Kybernet.ApiServer;

/// <summary>
/// The server's own objects, straight from its caches: for authorizers, admission steps and allocators. What it gives is
/// shared and frozen, of the stored version, and current.
/// </summary>
public interface IObjectReader
{
    /// <summary>The object, or null. <paramref name="ns"/> is empty for cluster-scoped kinds.</summary>
    T? Find<T>(string ns, string name) where T : KubeObject, IKubeResource, new();

    /// <summary>The objects of a namespace, or all when it is empty, in order of their keys.</summary>
    IEnumerable<T> List<T>(string ns = "") where T : KubeObject, IKubeResource, new();

    /// <summary>The store's revision of the last change to the resource: while it stays, what was derived from the objects is still right.</summary>
    long LastChange<T>() where T : KubeObject, IKubeResource, new();
}
