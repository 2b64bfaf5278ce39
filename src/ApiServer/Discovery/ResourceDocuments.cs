using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Kybernet.Api;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Discovery;

/// <summary>How one resource is described in discovery.</summary>
internal static class ResourceDocuments
{
    private const int StorageHashBytes = 8;

    /// <summary>As an APIResource, followed by one for each subresource.</summary>
    public static void WriteLegacy(Utf8JsonWriter w, ResourceDefinition definition)
    {
        var resource = definition.Resource;
        w.WriteStartObject();
        w.WriteString("name", resource.Name);
        w.WriteString("singularName", resource.Singular);
        w.WriteBoolean("namespaced", resource.Namespaced);
        w.WriteString("kind", resource.Kind.Gvk.Kind);
        Strings(w, "verbs", resource.Verbs);
        if (resource.ShortNames.Count > 0) Strings(w, "shortNames", resource.ShortNames);
        if (resource.Categories.Count > 0) Strings(w, "categories", resource.Categories);
        if (definition.Storage is { } storage) w.WriteString("storageVersionHash", StorageHash(storage.Resource.Kind.Gvk));
        w.WriteEndObject();
        foreach (var subresource in resource.Subresources)
        {
            w.WriteStartObject();
            w.WriteString("name", $"{resource.Name}/{subresource.Name}");
            w.WriteString("singularName", "");
            w.WriteBoolean("namespaced", resource.Namespaced);
            if (subresource.OwnGroupVersion)
            {
                w.WriteString("group", subresource.Kind.Group);
                w.WriteString("version", subresource.Kind.Version);
            }

            w.WriteString("kind", subresource.Kind.Kind);
            Strings(w, "verbs", subresource.Verbs);
            w.WriteEndObject();
        }
    }

    /// <summary>As an APIResourceDiscovery with its subresources inside.</summary>
    public static void WriteAggregated(Utf8JsonWriter w, ApiResource resource)
    {
        w.WriteStartObject();
        w.WriteString("resource", resource.Name);
        // Upstream leaves group and version empty when they are the resource's own.
        ResponseKind(w, "", "", resource.Kind.Gvk.Kind);
        w.WriteString("scope", resource.Namespaced ? "Namespaced" : "Cluster");
        w.WriteString("singularResource", resource.Singular);
        Strings(w, "verbs", resource.Verbs);
        if (resource.ShortNames.Count > 0) Strings(w, "shortNames", resource.ShortNames);
        if (resource.Categories.Count > 0) Strings(w, "categories", resource.Categories);
        if (resource.Subresources.Count > 0)
        {
            w.WriteStartArray("subresources");
            foreach (var subresource in resource.Subresources)
            {
                var (group, version) = subresource.OwnGroupVersion ? (subresource.Kind.Group, subresource.Kind.Version) : ("", "");
                w.WriteStartObject();
                w.WriteString("subresource", subresource.Name);
                ResponseKind(w, group, version, subresource.Kind.Kind);
                Strings(w, "verbs", subresource.Verbs);
                w.WriteEndObject();
            }

            w.WriteEndArray();
        }

        w.WriteEndObject();
    }

    // Upstream's StorageVersionHash: tells clients whether the stored version has changed.
    private static string StorageHash(GroupVersionKind kind) =>
        Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes($"{kind.Group}/{kind.Version}/{kind.Kind}")).AsSpan(0, StorageHashBytes));

    private static void ResponseKind(Utf8JsonWriter w, string group, string version, string kind)
    {
        w.WriteStartObject("responseKind");
        w.WriteString("group", group);
        w.WriteString("version", version);
        w.WriteString("kind", kind);
        w.WriteEndObject();
    }

    private static void Strings(Utf8JsonWriter w, string name, IReadOnlyList<string> values)
    {
        w.WriteStartArray(name);
        foreach (var value in values) w.WriteStringValue(value);
        w.WriteEndArray();
    }
}
