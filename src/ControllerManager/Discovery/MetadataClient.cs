using Kybernet.Api;
using Kybernet.Api.Meta.V1;
using Kybernet.Client;

namespace Kybernet.ControllerManager.Discovery;

/// <summary>Objects of any resource, by their metadata alone (upstream's metadata client).</summary>
internal sealed class MetadataClient(IKubeTransport transport)
{
    /// <summary>The metadata of one object.</summary>
    /// <exception cref="KubeApiException">The API refuses; NotFound when there is none.</exception>
    public async Task<PartialObjectMetadata> GetAsync(GroupVersionResource resource, string ns, string name, CancellationToken cancellation)
    {
        var request = new KubeRequest { Verb = "get", Resource = resource, Namespace = ns, Name = name, Accept = MetadataAccept.Object };
        var answer = await transport.SendAsync(request, cancellation);
        return answer.Json.IsEmpty && answer.Shared is { } shared
            ? new PartialObjectMetadata { Metadata = shared.Metadata.Clone() }
            : KubeCodec.Decode<PartialObjectMetadata>(answer.Json.Span);
    }

    /// <summary>The metadata of all objects of a namespace.</summary>
    /// <exception cref="KubeApiException">The API refuses.</exception>
    public async Task<IReadOnlyList<PartialObjectMetadata>> ListAsync(GroupVersionResource resource, string ns, CancellationToken cancellation)
    {
        ListWatch<PartialObjectMetadata> source = new(transport, resource, ns) { MetadataOnly = true };
        return (await source.ListAsync("", cancellation)).Items;
    }

    /// <summary>Deletes one object.</summary>
    /// <exception cref="KubeApiException">The API refuses; NotFound when there is none, Conflict when a precondition does not hold.</exception>
    public Task DeleteAsync(GroupVersionResource resource, string ns, string name, DeleteOptions options, CancellationToken cancellation) =>
        transport.SendAsync(
            new KubeRequest { Verb = "delete", Resource = resource, Namespace = ns, Name = name, Body = KubeCodec.Encode(options) }, cancellation);

    /// <summary>Deletes all objects of a namespace.</summary>
    /// <exception cref="KubeApiException">The API refuses.</exception>
    public Task DeleteCollectionAsync(GroupVersionResource resource, string ns, DeleteOptions options, CancellationToken cancellation) =>
        transport.SendAsync(
            new KubeRequest { Verb = "deletecollection", Resource = resource, Namespace = ns, Body = KubeCodec.Encode(options) }, cancellation);

    /// <summary>Merges JSON into one object.</summary>
    /// <exception cref="KubeApiException">The API refuses; Conflict when the patch names a resourceVersion that is not the object's.</exception>
    public Task PatchAsync(GroupVersionResource resource, string ns, string name, Patch patch, CancellationToken cancellation) =>
        transport.SendAsync(
            new KubeRequest { Verb = "patch", Resource = resource, Namespace = ns, Name = name, Body = patch.Body, ContentType = patch.ContentType },
            cancellation);
}
