using Kybernet.Api;
using Kybernet.Api.Json;
using Kybernet.Api.Yaml;
using Kybernet.Client;

namespace Kybernet.Testing;

/// <summary>Objects as people write them: YAML or JSON, several in one text.</summary>
public static class Manifests
{
    /// <summary>
    /// Creates the objects of a text one after the other, as <c>kubectl create -f</c> does: what names no namespace goes into
    /// <paramref name="ns"/>.
    /// </summary>
    /// <param name="client">As whom.</param>
    /// <param name="text">YAML documents, or JSON.</param>
    /// <param name="ns">The namespace of those that have one and do not say which.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="FormatException">The text is no YAML, or an object does not say what it is, or there is no such kind.</exception>
    /// <exception cref="KubeApiException">The API refuses an object; those before it are made.</exception>
    public static async Task CreateFromTextAsync(this IKubeClient client, string text, string ns = "default", CancellationToken cancellation = default)
    {
        foreach (var document in KubeYaml.ParseAll(text))
        {
            var resource = ResourceOf(document.ObjectOrNull ?? throw new FormatException("a manifest's document is not an object"));
            KubeRequest request = new()
            {
                Verb = "create",
                Resource = resource.Gvr,
                Namespace = resource.Namespaced ? NamespaceOf(document.AsObject()) ?? ns : "",
                Body = document.Encode(),
            };
            await client.Transport.SendAsync(request, cancellation);
        }
    }

    private static ApiResource ResourceOf(JsonObject value)
    {
        var (apiVersion, kind) = (value.Get("apiVersion").StringOrNull, value.Get("kind").StringOrNull);
        if (apiVersion is null || kind is null) throw new FormatException("apiVersion and kind must be set");
        var version = GroupVersion.Parse(apiVersion);
        return ApiCatalog.FindResource(new GroupVersionKind(version.Group, version.Version, kind))
            ?? throw new FormatException($"no matches for kind \"{kind}\" in version \"{apiVersion}\"");
    }

    private static string? NamespaceOf(JsonObject value) => value.Get("metadata", "namespace").StringOrNull;
}
