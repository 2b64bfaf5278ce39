using Kybernet.Api;

namespace Kybernet.ApiServer.OpenApi;

/// <summary>Subresources that connect to something else: exec, attach, port-forward and proxies.</summary>
internal static class ConnectOperations
{
    private static readonly string[] StreamMethods = ["get", "post"];
    private static readonly string[] ProxyMethods = ["delete", "get", "head", "options", "patch", "post", "put"];

    /// <summary>What follows the subresource in the path, and the operations there; none for other subresources.</summary>
    public static IReadOnlyList<(string Suffix, IReadOnlyList<SpecOperation> Operations)> Of(
        ApiResource resource, ApiSubresource subresource, OperationNames names)
    {
        IReadOnlyList<SpecOperation> On(string[] methods, string idSuffix) =>
            [.. methods.Select(m => Operation(resource, subresource, m, names.ForConnect(m, subresource, idSuffix)))];

        return subresource.Name switch
        {
            "exec" or "attach" or "portforward" => [("", On(StreamMethods, ""))],
            "proxy" => [("", On(ProxyMethods, "")), ("/{path}", On(ProxyMethods, "WithPath"))],
            _ => [],
        };
    }

    private static SpecOperation Operation(ApiResource resource, ApiSubresource subresource, string method, string id) => new()
    {
        Method = method,
        Action = "connect",
        Id = id,
        Description = $"Connect to the {subresource.Name} of a {resource.Kind.Gvk.Kind} with {method.ToUpperInvariant()}.",
        Tag = GroupWords.Tag(resource.Gvr.GroupVersion),
        Kind = subresource.Kind,
        Parameters = [.. SpecParameter.Of("core.v1", subresource.Kind.Kind)],
        Produces = MediaTypes.Stream,
    };
}
