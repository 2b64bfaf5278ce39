using System.Text.Json;
using Kybernet.Api;

namespace Kybernet.ApiServer.Bootstrap;

/// <summary>What a fresh control plane finds in itself: namespaces, RBAC roles and bindings, priority classes, APIServices ...</summary>
internal static class BootstrapObjects
{
    /// <summary>Reads the embedded objects, in the order in which they are to be created (namespaces first).</summary>
    public static IEnumerable<BootstrapObject> Read()
    {
        using var stream = typeof(BootstrapObjects).Assembly.GetManifestResourceStream("bootstrap-objects.jsonl")!;
        using StreamReader reader = new(stream);
        while (reader.ReadLine() is { } line)
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            GroupVersionResource gvr = new(
                root.GetProperty("group").GetString()!, root.GetProperty("version").GetString()!, root.GetProperty("resource").GetString()!);
            var resource = ApiCatalog.FindResource(gvr) ?? throw new InvalidDataException($"bootstrap object of an unknown resource {gvr}");
            var obj = (KubeObject)resource.Kind.Create();
            KubeCodec.DecodeInto(obj, JsonSerializer.SerializeToUtf8Bytes(root.GetProperty("object")));
            yield return new BootstrapObject(resource, obj);
        }
    }
}

/// <summary>An object to be there, and the resource it is of.</summary>
internal sealed record BootstrapObject(ApiResource Resource, KubeObject Object);
