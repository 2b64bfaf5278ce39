using System.Collections.Concurrent;

namespace Kybernet.Api.Schema;

/// <summary>
/// What the schema files say for people. Patches and strict checks never look at it, so it is only read, from the same
/// files, for a package about which somebody asks.
/// </summary>
internal static class SchemaDescriptions
{
    private static readonly ConcurrentDictionary<string, Lazy<Dictionary<(string Type, string Field), string>>> Packages =
        new(StringComparer.Ordinal);

    /// <summary>The description of a type, or empty.</summary>
    public static string Of(string package, string type) => Of(package, type, "");

    /// <summary>The description of a field that the type itself declares, or empty.</summary>
    public static string Of(string package, string type, string field) =>
        Packages.GetOrAdd(package, static n => new(() => Read(n))).Value.GetValueOrDefault((type, field), "");

    private static Dictionary<(string Type, string Field), string> Read(string package)
    {
        Dictionary<(string, string), string> descriptions = [];
        foreach (var type in SchemaCatalog.Parse(package, descriptions: true).Types)
        {
            descriptions[(type.Name, "")] = type.Description;
            foreach (var field in type.Fields) descriptions[(type.Name, field.JsonName)] = field.Description;
        }

        return descriptions;
    }
}
