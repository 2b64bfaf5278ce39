using Kybernet.Api;

namespace Kybernet.ApiServer.Tests.Strategies;

/// <summary>The path of a request, taken apart.</summary>
internal sealed record ResourcePath(ApiResource? Resource, string Namespace, string Name)
{
    public static ResourcePath Parse(string path)
    {
        var parts = path.Trim('/').Split('/');
        var core = parts[0] == "api";
        var (group, version) = core ? ("", parts[1]) : (parts[1], parts[2]);
        var rest = parts[(core ? 2 : 3)..];
        var ns = "";
        if (rest is ["namespaces", var name, _, ..]) (ns, rest) = (name, rest[2..]);
        var resource = ApiCatalog.Resources.FirstOrDefault(r => r.Gvr == new GroupVersionResource(group, version, rest[0]));
        return new(resource, ns, rest.Length > 1 ? rest[1] : "");
    }
}
