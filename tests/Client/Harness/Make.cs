using Kybernet.Api.Core.V1;

namespace Kybernet.Client.Tests;

internal static class Make
{
    public static ConfigMap ConfigMap(string ns, string name, string value = "")
    {
        ConfigMap map = new();
        map.Metadata.Namespace = ns;
        map.Metadata.Name = name;
        if (value.Length > 0) map.Data["value"] = value;
        return map;
    }
}
