using Kybernet.Api;

namespace Kybernet.ApiServer.Tests.Strategies.Oracle;

/// <summary>The path of a recorded request.</summary>
internal sealed record RecordedPath(ApiResource? Resource, string Namespace, string Name)
{
    public static RecordedPath Parse(string path)
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
