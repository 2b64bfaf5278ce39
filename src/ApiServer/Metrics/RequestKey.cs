using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Metrics;

/// <summary>What a request is, as far as it is told apart when requests are counted: a bounded number of these.</summary>
/// <param name="Verb">The API verb, lower case; <c>apply</c> and <c>connect</c> among them.</param>
/// <param name="Resource">The resource; null for a path that is none.</param>
/// <param name="Subresource">The subresource, or empty.</param>
/// <param name="Namespaced">Whether it is about one namespace.</param>
/// <param name="Named">Whether it is about one object.</param>
/// <param name="IsDryRun">Whether nothing is to be stored.</param>
internal readonly record struct RequestKey(string Verb, ResourceDefinition? Resource, string Subresource, bool Namespaced, bool Named, bool IsDryRun)
{
    /// <summary>The API group, or empty.</summary>
    public string Group => Resource?.Gvr.Group ?? "";

    /// <summary>The API version, or empty.</summary>
    public string Version => Resource?.Gvr.Version ?? "";

    /// <summary>The resource's plural, or empty.</summary>
    public string Name => Resource?.Gvr.Resource ?? "";

    /// <summary>Upstream counts writes by their HTTP method.</summary>
    public string VerbLabel => Verb switch
    {
        "create" => "POST",
        "update" => "PUT",
        _ => Verb.ToUpperInvariant(),
    };

    /// <summary>Whether it is about an object, a namespace, the cluster or no resource at all.</summary>
    public string Scope => Resource is null ? "" : Named || Verb == "create" ? "resource" : Namespaced ? "namespace" : "cluster";

    /// <summary>As upstream shows the option.</summary>
    public string DryRunLabel => IsDryRun ? "All" : "";
}
