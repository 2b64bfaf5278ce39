using Kybernet.Api;

namespace Kybernet.ApiServer.OpenApi;

/// <summary>The ids of a resource's operations, which generated clients have as method names: upstream's, letter for letter.</summary>
internal sealed class OperationNames(ApiResource resource)
{
    private readonly string _group = GroupWords.Pascal(resource.Gvr.GroupVersion);
    private readonly string _kind = resource.Kind.Gvk.Kind;

    /// <summary>As <c>readCoreV1NamespacedPodStatus</c>.</summary>
    /// <param name="verb">What is done; <c>deleteCollection</c> is split by the group.</param>
    /// <param name="subresource">To which subresource, or null.</param>
    /// <param name="suffix">What else the id ends with; <c>ForAllNamespaces</c> is of no namespace.</param>
    public string For(string verb, ApiSubresource? subresource = null, string suffix = "")
    {
        var everywhere = suffix.EndsWith("ForAllNamespaces", StringComparison.Ordinal);
        var scope = resource.Namespaced && !everywhere ? "Namespaced" : "";
        var sub = subresource is null ? "" : GroupWords.Capital(subresource.Name);
        return verb == "deleteCollection"
            ? $"delete{_group}Collection{scope}{_kind}"
            : $"{verb}{_group}{scope}{_kind}{sub}{suffix}";
    }

    /// <summary>As <c>connectCoreV1GetNamespacedPodExec</c>.</summary>
    public string ForConnect(string method, ApiSubresource subresource, string suffix) =>
        $"connect{_group}{GroupWords.Capital(method)}{(resource.Namespaced ? "Namespaced" : "")}{_kind}{GroupWords.Capital(subresource.Name)}{suffix}";
}
