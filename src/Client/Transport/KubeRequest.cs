using Kybernet.Api;

namespace Kybernet.Client;

/// <summary>
/// One call of the Kubernetes API, before it is a URL or a call in the same process. Method, path and query follow from
/// it; who calls is the transport's matter.
/// </summary>
public sealed record KubeRequest
{
    /// <summary>The API verb: get, list, watch, create, update, patch, delete, deletecollection.</summary>
    public required string Verb { get; init; }

    /// <summary>The resource that is meant.</summary>
    public required GroupVersionResource Resource { get; init; }

    /// <summary>The namespace; empty for cluster-scoped resources and for lists across all namespaces.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The object's name; empty for collections.</summary>
    public string Name { get; init; } = "";

    /// <summary>The subresource, as <c>status</c>; empty for the object itself.</summary>
    public string Subresource { get; init; } = "";

    /// <summary>Query parameters in upstream's names: labelSelector, resourceVersion, fieldManager ...</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Query { get; init; } = [];

    /// <summary>The request body as JSON (or a patch); empty when there is none.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The body's content type; patches say which patch they are.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>What is asked for; null: the object as JSON. Used for PartialObjectMetadata.</summary>
    public string? Accept { get; init; }

    /// <summary>The URL path of the request.</summary>
    public string Path
    {
        get
        {
            var root = Resource.Group.Length == 0 ? $"/api/{Resource.Version}" : $"/apis/{Resource.Group}/{Resource.Version}";
            var path = Namespace.Length == 0 ? $"{root}/{Resource.Resource}" : $"{root}/namespaces/{Namespace}/{Resource.Resource}";
            if (Name.Length > 0) path += $"/{Uri.EscapeDataString(Name)}";
            return Subresource.Length == 0 ? path : $"{path}/{Subresource}";
        }
    }
}
