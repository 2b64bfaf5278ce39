using Kybernet.Api;
using Kybernet.Api.Meta.V1;

namespace Kybernet.Client;

/// <summary>
/// The Kubernetes API for components and tests, typed by kind. What it returns is the caller's own to change, except
/// what watches tell and informers hold. Every method throws <see cref="KubeApiException"/> when the API refuses.
/// </summary>
public interface IKubeClient
{
    /// <summary>The transport below, for requests without a typed method.</summary>
    IKubeTransport Transport { get; }

    /// <summary>Reads one object. <paramref name="ns"/> is empty for cluster-scoped kinds.</summary>
    Task<T> GetAsync<T>(string ns, string name, CancellationToken cancellation = default)
        where T : KubeObject, IKubeResource, new();

    /// <summary>Lists a namespace, or all of them when <paramref name="ns"/> is empty; follows continue tokens to the end.</summary>
    Task<ObjectList<T>> ListAsync<T>(string ns = "", ListFilter? filter = null, CancellationToken cancellation = default)
        where T : KubeObject, IKubeResource, new();

    /// <summary>
    /// Watches from a revision on. Ends when the server ends it. The objects are frozen: all who watch may share them.
    /// </summary>
    IAsyncEnumerable<WatchEvent<T>> WatchAsync<T>(
        string ns, string resourceVersion, ListFilter? filter = null, CancellationToken cancellation = default)
        where T : KubeObject, IKubeResource, new();

    /// <summary>Creates the object in its metadata's namespace and returns what was stored.</summary>
    Task<T> CreateAsync<T>(T value, CancellationToken cancellation = default)
        where T : KubeObject, IKubeResource, new();

    /// <summary>
    /// Replaces the object, or its part behind <paramref name="subresource"/> (<c>status</c>). With a resourceVersion in
    /// its metadata the write fails with a conflict when the object has changed since.
    /// </summary>
    Task<T> UpdateAsync<T>(T value, string subresource = "", CancellationToken cancellation = default)
        where T : KubeObject, IKubeResource, new();

    /// <summary>Patches the object or its subresource.</summary>
    Task<T> PatchAsync<T>(string ns, string name, Patch patch, string subresource = "", CancellationToken cancellation = default)
        where T : KubeObject, IKubeResource, new();

    /// <summary>Deletes the object; with finalizers or a grace period it may stay for a while, marked.</summary>
    Task DeleteAsync<T>(string ns, string name, DeleteOptions? options = null, CancellationToken cancellation = default)
        where T : KubeObject, IKubeResource, new();

    /// <summary>Posts to a subresource that takes and gives another kind: binding, eviction, token, and the reviews.</summary>
    /// <typeparam name="TBody">What is sent.</typeparam>
    /// <typeparam name="TAnswer">What comes back.</typeparam>
    Task<TAnswer> PostAsync<TBody, TAnswer>(
        GroupVersionResource resource, string ns, string name, string subresource, TBody body, CancellationToken cancellation = default)
        where TBody : KubeKind
        where TAnswer : KubeKind, new();
}

/// <summary>Objects of one kind and the revision at which they were so.</summary>
/// <param name="Items">The objects.</param>
/// <param name="ResourceVersion">The revision: watch from here for what comes after.</param>
public sealed record ObjectList<T>(IReadOnlyList<T> Items, string ResourceVersion);

/// <summary>A watch event with its object decoded.</summary>
public readonly record struct WatchEvent<T>(WatchEventType Type, T Object);

/// <summary>Which objects a list or watch is to give.</summary>
/// <param name="LabelSelector">In kubectl's syntax, or null for all.</param>
/// <param name="FieldSelector">In kubectl's syntax, or null for all.</param>
public sealed record ListFilter(string? LabelSelector = null, string? FieldSelector = null);

/// <summary>A patch: its content type and its body.</summary>
/// <param name="ContentType">One of the four patch types.</param>
/// <param name="Body">The patch as JSON.</param>
public sealed record Patch(string ContentType, ReadOnlyMemory<byte> Body)
{
    /// <summary>An RFC 7386 merge patch.</summary>
    public static Patch Merge(string json) => new("application/merge-patch+json", System.Text.Encoding.UTF8.GetBytes(json));

    /// <summary>A strategic merge patch.</summary>
    public static Patch Strategic(string json) =>
        new("application/strategic-merge-patch+json", System.Text.Encoding.UTF8.GetBytes(json));

    /// <summary>An RFC 6902 JSON patch.</summary>
    public static Patch Json(string json) => new("application/json-patch+json", System.Text.Encoding.UTF8.GetBytes(json));
}
