namespace Kybernet.ApiServer;

/// <summary>What is asked for, as authorizers see it (upstream's authorizer.Attributes).</summary>
public sealed record AuthorizationAttributes
{
    /// <summary>Who asks.</summary>
    public required UserInfo User { get; init; }

    /// <summary>get, list, watch, create, update, patch, delete, deletecollection; for paths the lower-case HTTP method.</summary>
    public required string Verb { get; init; }

    /// <summary>Whether a resource is meant; otherwise only <see cref="Path"/> says what.</summary>
    public bool IsResourceRequest { get; init; }

    /// <summary>The API group; empty for core.</summary>
    public string Group { get; init; } = "";

    /// <summary>The API version.</summary>
    public string Version { get; init; } = "";

    /// <summary>The resource, plural.</summary>
    public string Resource { get; init; } = "";

    /// <summary>The subresource, or empty.</summary>
    public string Subresource { get; init; } = "";

    /// <summary>The namespace; empty for cluster-scoped resources and lists across namespaces.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The object's name; empty for collections and on create.</summary>
    public string Name { get; init; } = "";

    /// <summary>The URL path of a request that means no resource: <c>/healthz</c>.</summary>
    public string Path { get; init; } = "";
}
