using System.Globalization;
using System.Runtime.CompilerServices;
using Kybernet.Api;

namespace Kybernet.Client;

/// <summary>
/// How a reflector lists and watches one collection (upstream's ListWatch). Objects are frozen; where the server is in the
/// same process they are the ones that everybody shares.
/// </summary>
/// <typeparam name="T">What objects are read as; <see cref="Api.Meta.V1.PartialObjectMetadata"/> reads the metadata of any resource.</typeparam>
/// <param name="transport">Where to ask.</param>
/// <param name="resource">Which resource.</param>
/// <param name="ns">Which namespace; empty for all.</param>
/// <param name="filter">Which objects; null for all.</param>
public sealed class ListWatch<T>(IKubeTransport transport, GroupVersionResource resource, string ns = "", ListFilter? filter = null)
    where T : KubeObject, new()
{
    private readonly KubeRequest _request = new() { Verb = "list", Resource = resource, Namespace = ns };
    private readonly QueryBuilder _selectors = new QueryBuilder().Add(filter);

    /// <summary>The resource that is read.</summary>
    public GroupVersionResource Resource => _request.Resource;

    /// <summary>Whether the objects' metadata is asked for in place of whole objects.</summary>
    public bool MetadataOnly { get; init; }

    /// <summary>All objects, as of <paramref name="resourceVersion"/> or later; empty: as of now.</summary>
    /// <exception cref="KubeApiException">The API refuses.</exception>
    public async Task<ObjectList<T>> ListAsync(string resourceVersion, CancellationToken cancellation)
    {
        var request = _request with { Accept = MetadataOnly ? MetadataAccept.List : null, Query = _selectors.With("resourceVersion", resourceVersion) };
        List<T> items = [];
        while (true)
        {
            var page = await transport.ListAsync(request, cancellation);
            items.EnsureCapacity(items.Count + page.Items.Count);
            foreach (var item in page.Items) items.Add(ObjectDecoding.Shared<T>(item));
            if (page.Continue.Length == 0) return new ObjectList<T>(items, page.ResourceVersion);
            request = request with { Query = _selectors.With("continue", page.Continue) };
        }
    }

    /// <summary>Changes after <paramref name="resourceVersion"/>, bookmarks among them, until the server ends the watch.</summary>
    /// <exception cref="KubeApiException">The API refuses; 410 Gone when the revision is no longer held.</exception>
    public async IAsyncEnumerable<WatchEvent<T>> WatchAsync(
        string resourceVersion, TimeSpan timeout, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var request = _request with
        {
            Verb = "watch",
            Accept = MetadataOnly ? MetadataAccept.Object : null,
            Query = _selectors
                .With("resourceVersion", resourceVersion)
                .With("allowWatchBookmarks", "true")
                .With("timeoutSeconds", ((long)timeout.TotalSeconds).ToString(CultureInfo.InvariantCulture)),
        };
        await foreach (var change in transport.WatchAsync(request, cancellation))
        {
            yield return new WatchEvent<T>(change.Type, ObjectDecoding.Shared<T>(change.Object));
        }
    }
}
