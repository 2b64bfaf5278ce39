using Kybernet.Api;

namespace Kybernet.ApiServer.OpenApi;

/// <summary>A group and version as part of names.</summary>
internal static class GroupWords
{
    /// <summary>As in the ids of operations: <c>CoreV1</c>, <c>RbacAuthorizationV1</c>.</summary>
    public static string Pascal(GroupVersion version) => Pascal(version.Group) + Capital(version.Version);

    /// <summary>A group as in ids: <c>Core</c>, <c>RbacAuthorization</c>.</summary>
    public static string Pascal(string group) => string.Concat(Words(group).Select(Capital));

    /// <summary>As a tag: <c>core_v1</c>, <c>rbacAuthorization_v1</c>.</summary>
    public static string Tag(GroupVersion version) => $"{Tag(version.Group)}_{version.Version}";

    /// <summary>A group as a tag.</summary>
    public static string Tag(string group)
    {
        var name = Pascal(group);
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    /// <summary>The word with its first letter large.</summary>
    public static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    private static string[] Words(string group)
    {
        if (group.Length == 0) return ["core"];
        const string Domain = ".k8s.io";
        return (group.EndsWith(Domain, StringComparison.Ordinal) ? group[..^Domain.Length] : group).Split('.');
    }
}
