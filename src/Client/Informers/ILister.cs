using Kybernet.Api;

namespace Kybernet.Client;

/// <summary>Reads of an informer's cache (upstream's lister and indexer). Objects are frozen and shared.</summary>
/// <typeparam name="T">The kind of object.</typeparam>
public interface ILister<T> where T : KubeObject
{
    /// <summary>The object of that key, or null.</summary>
    T? Get(ObjectKey key);

    /// <summary>The object of that name, or null. <paramref name="ns"/> is empty for cluster-scoped objects.</summary>
    T? Get(string ns, string name) => Get(new ObjectKey(ns, name));

    /// <summary>All objects, in no order that means anything.</summary>
    IReadOnlyList<T> List();

    /// <summary>All objects of a namespace.</summary>
    IReadOnlyList<T> List(string ns);

    /// <summary>All objects for which an index gave <paramref name="value"/>.</summary>
    /// <exception cref="ArgumentException">There is no index of that name.</exception>
    IReadOnlyList<T> ByIndex(string index, string value);
}
