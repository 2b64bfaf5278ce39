using Kybernet.Api.Json;

namespace Kybernet.Api.Fields;

/// <summary>Whether a configuration fits its schema (upstream's typed validation): known fields, lists whose items can be told apart.</summary>
public static class FieldCheck
{
    /// <summary>What is wrong, each as <c>.path: problem</c>; empty when all is well.</summary>
    public static IReadOnlyList<string> Problems(JsonValue value, MergeSchema schema)
    {
        List<string> problems = [];
        Check(value, schema, "", problems);
        return problems;
    }

    private static void Check(JsonValue value, MergeSchema schema, string path, List<string> problems)
    {
        if (value.IsNull) return;
        schema = schema.For(value);
        if (schema.AsMap is { } map)
        {
            if (value.ObjectOrNull is { } o) CheckMap(o, map, path, problems);
            else problems.Add($"{path}: expected map, got &{Shown(value)}");
        }
        else if (schema.AsList is { } list)
        {
            if (value.ArrayOrNull is { } items) CheckList(items, list, path, problems);
            else problems.Add($"{path}: expected list, got &{Shown(value)}");
        }
    }

    private static void CheckMap(JsonObject o, MapSchema schema, string path, List<string> problems)
    {
        foreach (var (name, value) in o)
        {
            var at = $"{path}.{name}";
            var field = schema.Declared(name) ?? schema.Element;
            if (field is null) problems.Add($"{at}: field not declared in schema");
            else Check(value, field, at, problems);
        }
    }

    private static void CheckList(JsonArray items, ListSchema schema, string path, List<string> problems)
    {
        HashSet<PathElement> seen = [];
        for (var i = 0; i < items.Count; i++)
        {
            var at = $"{path}[{i}]";
            if (!schema.IsAtomic)
            {
                if (schema.Identify(items[i], out var element) is { } problem)
                {
                    problems.Add($"{path}: element {i}: {problem}");
                    continue;
                }

                at = path + element;
                if (!seen.Add(element))
                {
                    problems.Add($"{path}: duplicate entries for key {element}");
                    continue;
                }
            }

            Check(items[i], schema.Element, at, problems);
        }
    }

    private static string Shown(JsonValue value) => value.Kind switch
    {
        JsonKind.Object => $"{{{value}}}",
        JsonKind.String => $"{{{value.AsString()}}}",
        _ => $"{{{value}}}",
    };
}
