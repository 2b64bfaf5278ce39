using Kybernet.Api;
using Kybernet.Api.Schema;

namespace Kybernet.ApiServer.OpenApi;

/// <summary>The paths that are no resource: discovery, and the server's version.</summary>
internal static class GroupPaths
{
    /// <summary>/api: the versions of the core group.</summary>
    public static SpecPath Core => Discovery("/api/", "getCoreAPIVersions", "core", "APIVersions", "List the versions of the core group.");

    /// <summary>/apis: the groups.</summary>
    public static SpecPath Groups => Discovery("/apis/", "getAPIVersions", "apis", "APIGroupList", "List the groups and their versions.");

    /// <summary>/version.</summary>
    public static SpecPath Version => new("/version/",
    [
        new SpecOperation
        {
            Method = "get",
            Id = "getCodeVersion",
            Description = "Tell which Kubernetes this is.",
            Tag = "version",
            Consumes = MediaTypes.Json,
            Produces = MediaTypes.Json,
            Answer = new VersionInfoDefinition(),
        },
    ]);

    /// <summary>/.well-known/openid-configuration.</summary>
    public static SpecPath OpenIdConfiguration => Document(
        "/.well-known/openid-configuration/", "getServiceAccountIssuerOpenIDConfiguration", "WellKnown", "application/json",
        "Tell who issues service-account tokens, and where their keys are.");

    /// <summary>/openid/v1/jwks.</summary>
    public static SpecPath OpenIdKeys => Document(
        "/openid/v1/jwks/", "getServiceAccountIssuerOpenIDKeyset", "openid", "application/jwk-set+json",
        "Tell the public keys of service-account tokens.");

    /// <summary>/apis/GROUP.</summary>
    public static SpecPath Group(string group) => Discovery(
        $"/apis/{group}/", $"get{GroupWords.Pascal(group)}APIGroup", GroupWords.Tag(group), "APIGroup", "Tell the versions of the group.");

    /// <summary>/api/v1 and /apis/GROUP/VERSION.</summary>
    public static SpecPath Resources(GroupVersion version) => Discovery(
        version.Group.Length == 0 ? $"/api/{version.Version}/" : $"/apis/{version}/",
        $"get{GroupWords.Pascal(version)}APIResources", GroupWords.Tag(version), "APIResourceList", "List the resources of the version.");

    private static SpecPath Document(string path, string id, string tag, string type, string description) =>
        new(path, [new SpecOperation { Method = "get", Id = id, Description = description, Tag = tag, Consumes = [], Produces = [type] }]);

    private static SpecPath Discovery(string path, string id, string tag, string answer, string description) => new(path,
    [
        new SpecOperation
        {
            Method = "get",
            Id = id,
            Description = description,
            Tag = tag,
            Consumes = MediaTypes.Objects,
            Produces = MediaTypes.Objects,
            Answer = new TypeDefinition(SchemaCatalog.Find("meta.v1", answer)!, []),
        },
    ]);
}
