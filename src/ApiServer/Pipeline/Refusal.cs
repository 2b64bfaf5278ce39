using Kybernet.Api;
using Kybernet.Client;

namespace Kybernet.ApiServer.Pipeline;

/// <summary>What a caller is told who may not do what they asked for.</summary>
internal static class Refusal
{
    /// <summary>The refusal, in upstream's words.</summary>
    /// <param name="attributes">What was asked for.</param>
    /// <param name="reason">What the authorizer said; may be empty.</param>
    public static KubeApiException Of(AuthorizationAttributes attributes, string reason)
    {
        var tail = reason.Length == 0 ? "" : ": " + reason;
        var user = GoQuote.Quote(attributes.User.Name);
        if (!attributes.IsResourceRequest)
            return ApiErrors.ForbiddenPath($"User {user} cannot {attributes.Verb} path {GoQuote.Quote(attributes.Path)}{tail}");

        var resource = attributes.Subresource.Length == 0 ? attributes.Resource : $"{attributes.Resource}/{attributes.Subresource}";
        var where = attributes.Namespace.Length == 0 ? "at the cluster scope" : $"in the namespace {GoQuote.Quote(attributes.Namespace)}";
        return ApiErrors.Forbidden(
            new GroupResource(attributes.Group, attributes.Resource), attributes.Name,
            $"User {user} cannot {attributes.Verb} resource {GoQuote.Quote(resource)} in API group {GoQuote.Quote(attributes.Group)} {where}{tail}");
    }
}
