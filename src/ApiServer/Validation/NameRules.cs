using Kybernet.Api;

namespace Kybernet.ApiServer.Validation;

/// <summary>
/// What objects may be called. A prefix, to which a suffix will be generated, is judged without the dash at its end.
/// </summary>
internal static class NameRules
{
    /// <summary>Most kinds: a DNS subdomain.</summary>
    public static IReadOnlyList<string> Subdomain(string name, bool prefix) => Names.CheckDns1123Subdomain(WithoutDash(name, prefix));

    /// <summary>Namespaces, services and their like: a DNS label.</summary>
    public static IReadOnlyList<string> Label(string name, bool prefix) => Names.CheckDns1123Label(WithoutDash(name, prefix));

    /// <summary>RBAC and whatever else needs only to fit into a path.</summary>
    public static IReadOnlyList<string> PathSegment(string name, bool prefix)
    {
        if (!prefix && name is "." or "..") return [$"may not be '{name}'"];
        List<string>? errors = null;
        if (name.Contains('/')) (errors ??= []).Add("may not contain '/'");
        if (name.Contains('%')) (errors ??= []).Add("may not contain '%'");
        return errors ?? (IReadOnlyList<string>)[];
    }

    private static string WithoutDash(string name, bool prefix) => prefix && name.EndsWith('-') ? name[..^1] + "a" : name;
}
