using Kybernet.Api.Json;

namespace Kybernet.Api.Fields;

/// <summary>The versions of one kind: what each looks like, and how an object goes from one to the other.</summary>
public interface IVersionedSchemas
{
    /// <summary>The schema of a version; null when the kind has no such version (any more).</summary>
    MergeSchema? Schema(string apiVersion);

    /// <summary>An object in another version. Not called for a version without a schema.</summary>
    JsonValue Convert(JsonValue value, string from, string to);
}
