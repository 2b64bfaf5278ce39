using Kybernet.Api;

namespace Kybernet.Client;

/// <summary>
/// How requests reach an API server: over HTTPS, or straight into one that runs in the same process. Both are
/// authenticated as somebody, and both go through authorization, admission and audit.
/// </summary>
public interface IKubeTransport
{
    /// <summary>Sends one request and returns the body of its successful answer.</summary>
    /// <exception cref="KubeApiException">The API answered with a failure Status.</exception>
    Task<TransportObject> SendAsync(KubeRequest request, CancellationToken cancellation);

    /// <summary>Lists a collection: its items and the revision they stand for.</summary>
    /// <exception cref="KubeApiException">The API answered with a failure Status.</exception>
    Task<TransportList> ListAsync(KubeRequest request, CancellationToken cancellation);

    /// <summary>
    /// Watches a collection. The stream ends when the server ends it; an ERROR event is thrown as
    /// <see cref="KubeApiException"/> (410 Gone when the revision asked for is no longer held).
    /// </summary>
    IAsyncEnumerable<TransportEvent> WatchAsync(KubeRequest request, CancellationToken cancellation);
}

/// <summary>
/// An object on its way to a caller: its JSON, and, where the server is in the same process, the frozen object that
/// all callers share.
/// </summary>
/// <param name="Json">
/// The object as JSON, its resourceVersion included. Empty in lists and watches within one process: there
/// <paramref name="Shared"/> is set.
/// </param>
/// <param name="Shared">The decoded, frozen object, or null when only the JSON is at hand.</param>
public readonly record struct TransportObject(ReadOnlyMemory<byte> Json, KubeObject? Shared = null);

/// <summary>The answer to a list.</summary>
/// <param name="Items">The objects in order of their keys.</param>
/// <param name="ResourceVersion">The revision that the list shows.</param>
/// <param name="Continue">The token for the next page; empty on the last.</param>
public sealed record TransportList(IReadOnlyList<TransportObject> Items, string ResourceVersion, string Continue);

/// <summary>A watch event.</summary>
/// <param name="Type">What happened.</param>
/// <param name="Object">The object after it (before it, for Deleted); of a bookmark only the resourceVersion counts.</param>
public readonly record struct TransportEvent(WatchEventType Type, TransportObject Object);

/// <summary>What a watch event tells.</summary>
public enum WatchEventType
{
    /// <summary>The object appeared in what is watched.</summary>
    Added,

    /// <summary>The object changed.</summary>
    Modified,

    /// <summary>The object left what is watched.</summary>
    Deleted,

    /// <summary>No change: everything up to the object's resourceVersion has been told.</summary>
    Bookmark,
}
