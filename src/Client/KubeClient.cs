using System.Runtime.CompilerServices;
using Kybernet.Api;
using Kybernet.Api.Meta.V1;

namespace Kybernet.Client;

/// <summary>The typed client over any transport.</summary>
/// <param name="transport">How requests reach the server, and as whom.</param>
public sealed class KubeClient(IKubeTransport transport) : IKubeClient
{
    // Upstream's pager asks for as many at a time.
    private const string PageSize = "500";

    /// <inheritdoc/>
    public IKubeTransport Transport { get; } = transport;

    /// <inheritdoc/>
    public Task<T> GetAsync<T>(string ns, string name, CancellationToken cancellation = default)
        where T : KubeObject, IKubeResource, new() =>
        SendAsync<T>(new KubeRequest { Verb = "get", Resource = T.Resource.Gvr, Namespace = ns, Name = name }, cancellation);

    /// <inheritdoc/>
    public async Task<ObjectList<T>> ListAsync<T>(string ns = "", ListFilter? filter = null, CancellationToken cancellation = default)
        where T : KubeObject, IKubeResource, new()
    {
        var request = new KubeRequest { Verb = "list", Resource = T.Resource.Gvr, Namespace = ns };
        var selectors = new QueryBuilder().Add(filter);
        List<T> items = [];
        var page = await Transport.ListAsync(request with { Query = selectors.With("limit", PageSize) }, cancellation);
        while (true)
        {
            foreach (var item in page.Items) items.Add(ObjectDecoding.Own<T>(item));
            if (page.Continue.Length == 0) return new ObjectList<T>(items, page.ResourceVersion);
            try
            {
                var query = selectors.With("limit", PageSize).With("continue", page.Continue);
                page = await Transport.ListAsync(request with { Query = query }, cancellation);
            }
            catch (KubeApiException e) when (e.IsGone)
            {
                // The revision of the first page is compacted: begin anew, all in one go, as upstream's pager does.
                items.Clear();
                page = await Transport.ListAsync(request with { Query = selectors }, cancellation);
            }
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<WatchEvent<T>> WatchAsync<T>(
        string ns, string resourceVersion, ListFilter? filter = null, [EnumeratorCancellation] CancellationToken cancellation = default)
        where T : KubeObject, IKubeResource, new()
    {
        var request = new KubeRequest
        {
            Verb = "watch",
            Resource = T.Resource.Gvr,
            Namespace = ns,
            Query = new QueryBuilder().Add(filter).With("resourceVersion", resourceVersion),
        };
        await foreach (var change in Transport.WatchAsync(request, cancellation))
        {
            yield return new WatchEvent<T>(change.Type, ObjectDecoding.Shared<T>(change.Object));
        }
    }

    /// <inheritdoc/>
    public Task<T> CreateAsync<T>(T value, CancellationToken cancellation = default)
        where T : KubeObject, IKubeResource, new() =>
        SendAsync<T>(
            new KubeRequest
            {
                Verb = "create",
                Resource = T.Resource.Gvr,
                Namespace = T.Resource.Namespaced ? value.Metadata.Namespace : "",
                Body = KubeCodec.Encode(value),
            },
            cancellation);

    /// <inheritdoc/>
    public Task<T> UpdateAsync<T>(T value, string subresource = "", CancellationToken cancellation = default)
        where T : KubeObject, IKubeResource, new() =>
        SendAsync<T>(
            new KubeRequest
            {
                Verb = "update",
                Resource = T.Resource.Gvr,
                Namespace = T.Resource.Namespaced ? value.Metadata.Namespace : "",
                Name = value.Metadata.Name,
                Subresource = subresource,
                Body = KubeCodec.Encode(value),
            },
            cancellation);

    /// <inheritdoc/>
    public Task<T> PatchAsync<T>(string ns, string name, Patch patch, string subresource = "", CancellationToken cancellation = default)
        where T : KubeObject, IKubeResource, new() =>
        SendAsync<T>(
            new KubeRequest
            {
                Verb = "patch",
                Resource = T.Resource.Gvr,
                Namespace = ns,
                Name = name,
                Subresource = subresource,
                Body = patch.Body,
                ContentType = patch.ContentType,
            },
            cancellation);

    /// <inheritdoc/>
    public Task DeleteAsync<T>(string ns, string name, DeleteOptions? options = null, CancellationToken cancellation = default)
        where T : KubeObject, IKubeResource, new() =>
        Transport.SendAsync(
            new KubeRequest
            {
                Verb = "delete",
                Resource = T.Resource.Gvr,
                Namespace = ns,
                Name = name,
                Body = options is null ? default : KubeCodec.Encode(options),
            },
            cancellation);

    /// <inheritdoc/>
    public async Task<TAnswer> PostAsync<TBody, TAnswer>(
        GroupVersionResource resource, string ns, string name, string subresource, TBody body, CancellationToken cancellation = default)
        where TBody : KubeKind
        where TAnswer : KubeKind, new()
    {
        var request = new KubeRequest
        {
            Verb = "create",
            Resource = resource,
            Namespace = ns,
            Name = name,
            Subresource = subresource,
            Body = KubeCodec.Encode(body),
        };
        var answer = await Transport.SendAsync(request, cancellation);
        return KubeCodec.Decode<TAnswer>(answer.Json.Span);
    }

    private async Task<T> SendAsync<T>(KubeRequest request, CancellationToken cancellation)
        where T : KubeObject, new() =>
        ObjectDecoding.Own<T>(await Transport.SendAsync(request, cancellation));
}
