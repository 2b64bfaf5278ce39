using Kybernet.Api;
using Kybernet.Api.Fields;
using Kybernet.Api.Json;

namespace Kybernet.ApiServer.Pipeline.Fields;

/// <summary>
/// The way from kubectl's client-side apply, which keeps what it applied in an annotation, to server-side apply.
/// </summary>
internal static class LastApplied
{
    /// <summary>The field manager by which kubectl is known.</summary>
    public const string Manager = "kubectl";

    private const string Annotation = "kubectl.kubernetes.io/last-applied-configuration";

    /// <summary>The ways to all fields of the configuration that was applied by patches; empty when there is none.</summary>
    public static IReadOnlySet<string> Fields(JsonObject live, MergeSchema schema)
    {
        if (live.Get("metadata", "annotations", Annotation).StringOrNull is not { } text) return new HashSet<string>();
        try
        {
            return FieldsOf.Value(JsonValue.Parse(text), schema).Paths().ToHashSet(StringComparer.Ordinal);
        }
        catch (Exception e) when (e is FormatException or FieldSchemaException)
        {
            // The annotation is the client's. One that is no configuration allows nothing.
            return new HashSet<string>();
        }
    }

    /// <summary>Where the annotation is kept, it tells what is applied now.</summary>
    public static void Renew(KubeObject obj, JsonObject live, JsonObject config)
    {
        if (live.Get("metadata", "annotations", Annotation).StringOrNull is null) return;
        var kept = config.Clone();
        if (kept["metadata"].ObjectOrNull is { } metadata)
        {
            metadata.Remove("managedFields");
            metadata["annotations"].ObjectOrNull?.Remove(Annotation);
        }

        obj.Metadata.Annotations[Annotation] = (JsonValue)kept + "\n";
    }
}
