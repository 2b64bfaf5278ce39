using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Kybernet.Api;
using Kybernet.Api.Json;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Discovery;

/// <summary>What the server serves, as clients ask for it: a document a group and version, and two that hold all of it.</summary>
internal sealed class DiscoveryDocuments
{
    private readonly List<(string Group, List<string> Versions)> _groups;
    private readonly ResourceCatalog _catalog;

    /// <summary>The documents of a catalogue.</summary>
    public DiscoveryDocuments(ResourceCatalog catalog)
    {
        _catalog = catalog;
        _groups =
        [
            .. catalog.Served.GroupBy(d => d.Gvr.Group).OrderBy(g => GroupOrder.Of(g.Key)).ThenBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => (g.Key, g.Select(d => d.Gvr.Version).Distinct().OrderDescending(StringComparer.Ordinal).ToList())),
        ];
    }

    /// <summary>Every group but core, and its versions, the preferred first.</summary>
    public IEnumerable<(string Group, List<string> Versions)> Groups => _groups.Where(g => g.Group.Length > 0);

    /// <summary>/api: the versions of core.</summary>
    /// <param name="serverAddress">Where clients reach the server: <c>10.0.0.1:6443</c>.</param>
    public byte[] CoreVersions(string serverAddress) => Write(w =>
    {
        w.WriteString("kind", "APIVersions");
        w.WriteStartArray("versions");
        w.WriteStringValue("v1");
        w.WriteEndArray();
        w.WriteStartArray("serverAddressByClientCIDRs");
        w.WriteStartObject();
        w.WriteString("clientCIDR", "0.0.0.0/0");
        w.WriteString("serverAddress", serverAddress);
        w.WriteEndObject();
        w.WriteEndArray();
    });

    /// <summary>/apis: all groups but core.</summary>
    public byte[] GroupList() => Write(w =>
    {
        Kind(w, "APIGroupList", "v1");
        w.WriteStartArray("groups");
        foreach (var (group, versions) in Groups)
        {
            w.WriteStartObject();
            GroupFields(w, group, versions);
            w.WriteEndObject();
        }

        w.WriteEndArray();
    });

    /// <summary>/apis/GROUP; null when there is no such group.</summary>
    public byte[]? Group(string name)
    {
        var versions = Groups.FirstOrDefault(g => g.Group == name).Versions;
        return versions is null ? null : Write(w =>
        {
            Kind(w, "APIGroup", "v1");
            GroupFields(w, name, versions);
        });
    }

    /// <summary>/api/v1 and /apis/GROUP/VERSION; null when there is no such version.</summary>
    public byte[]? Resources(GroupVersion version)
    {
        if (_catalog.FindVersion(version) is not { } definitions) return null;
        return Write(w =>
        {
            Kind(w, "APIResourceList", version.Group.Length == 0 ? "" : "v1");
            w.WriteString("groupVersion", version.ToString());
            w.WriteStartArray("resources");
            foreach (var definition in definitions.OrderBy(d => d.Gvr.Resource, StringComparer.Ordinal)) ResourceDocuments.WriteLegacy(w, definition);
            w.WriteEndArray();
        });
    }

    /// <summary>Aggregated discovery of core, or of everything else (apidiscovery.k8s.io/v2).</summary>
    public byte[] Aggregated(bool core) => Write(w =>
    {
        Kind(w, "APIGroupDiscoveryList", "apidiscovery.k8s.io/v2");
        w.WriteStartObject("metadata");
        w.WriteEndObject();
        w.WriteStartArray("items");
        foreach (var (group, versions) in _groups.Where(g => g.Group.Length == 0 == core))
        {
            w.WriteStartObject();
            w.WriteStartObject("metadata");
            if (group.Length > 0) w.WriteString("name", group);
            w.WriteEndObject();
            w.WriteStartArray("versions");
            foreach (var version in versions) AggregatedVersion(w, new GroupVersion(group, version));
            w.WriteEndArray();
            w.WriteEndObject();
        }

        w.WriteEndArray();
    });

    /// <summary>A document of the old form in upstream's protobuf.</summary>
    public static byte[] ToProtobuf(byte[] document)
    {
        var json = JsonValue.Parse(document).AsObject();
        var kind = ApiCatalog.FindKind(new GroupVersionKind("", "v1", json["kind"].AsString()))!.Create();
        // The documents of core say no version.
        kind.ApiVersion = "";
        KubeCodec.DecodeInto(kind, document);
        return KubeCodec.EncodeProto(kind);
    }

    /// <summary>The ETag of a document: upstream's SHA-512 of its bytes.</summary>
    public static string ETag(byte[] document) => $"\"{Convert.ToHexString(SHA512.HashData(document))}\"";

    private void AggregatedVersion(Utf8JsonWriter w, GroupVersion version)
    {
        w.WriteStartObject();
        w.WriteString("version", version.Version);
        w.WriteStartArray("resources");
        foreach (var definition in _catalog.FindVersion(version)!.OrderBy(d => d.Gvr.Resource, StringComparer.Ordinal))
            ResourceDocuments.WriteAggregated(w, definition.Resource);
        w.WriteEndArray();
        w.WriteString("freshness", "Current");
        w.WriteEndObject();
    }

    private static void GroupFields(Utf8JsonWriter w, string group, List<string> versions)
    {
        w.WriteString("name", group);
        w.WriteStartArray("versions");
        foreach (var version in versions) VersionFields(w, null, group, version);
        w.WriteEndArray();
        VersionFields(w, "preferredVersion", group, versions[0]);
    }

    private static void VersionFields(Utf8JsonWriter w, string? property, string group, string version)
    {
        if (property is null) w.WriteStartObject();
        else w.WriteStartObject(property);
        w.WriteString("groupVersion", $"{group}/{version}");
        w.WriteString("version", version);
        w.WriteEndObject();
    }

    private static void Kind(Utf8JsonWriter w, string kind, string apiVersion)
    {
        w.WriteString("kind", kind);
        if (apiVersion.Length > 0) w.WriteString("apiVersion", apiVersion);
    }

    private static byte[] Write(Action<Utf8JsonWriter> fields)
    {
        ArrayBufferWriter<byte> buffer = new(4096);
        using Utf8JsonWriter writer = new(buffer, KubeJson.WriterOptions);
        writer.WriteStartObject();
        fields(writer);
        writer.WriteEndObject();
        writer.Flush();
        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }
}
