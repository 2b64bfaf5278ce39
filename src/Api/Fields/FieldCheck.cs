using Kybernet.Api.Json;

namespace Kybernet.Api.Fields;

/// <summary>
/// Whether a configuration fits its schema (upstream's typed validation): known fields, scalars of the right kind, lists whose
/// items can be told apart.
/// </summary>
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
            else problems.Add($"{path}: expected map, got &{{{GoText.Print(value)}}}");
        }
        else if (schema.AsList is { } list)
        {
            if (value.ArrayOrNull is { } items) CheckList(items, list, path, problems);
            else problems.Add($"{path}: expected list, got &{{{GoText.Print(value)}}}");
        }
        else if (schema.AsScalar is { } kind && ProblemOf(value, kind) is { } problem)
        {
            problems.Add($"{path}: {problem}");
        }
    }

    // Upstream shows the value in another way for each kind.
    private static string? ProblemOf(JsonValue value, ScalarKind kind) => kind switch
    {
        ScalarKind.Text when value.Kind != JsonKind.String => $"expected string, got &value.valueUnstructured{{Value:{GoText.PrintSource(value)}}}",
        ScalarKind.Number when value.NumberOrNull is null => $"expected numeric (int or float), got {GoText.TypeOf(value)}",
        ScalarKind.Truth when value.BooleanOrNull is null => $"expected boolean, got &{{{GoText.Print(value)}}}",
        ScalarKind.Any when value.Kind is JsonKind.Object or JsonKind.Array => $"expected any scalar, got &{{{GoText.Print(value)}}}",
        _ => null,
    };

    // Upstream walks a map in the order of chance, and no further than to a field that is not declared. Here what is declared
    // comes first, and then the first field that is not.
    private static void CheckMap(JsonObject o, MapSchema schema, string path, List<string> problems)
    {
        string? undeclared = null;
        foreach (var (name, value) in o)
        {
            if ((schema.Declared(name) ?? schema.Element) is { } field) Check(value, field, $"{path}.{name}", problems);
            else undeclared ??= name;
        }

        if (undeclared is not null) problems.Add($"{path}.{undeclared}: field not declared in schema");
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
                    // What comes after it is not looked at.
                    problems.Add($"{path}: element {i}: {problem}");
                    return;
                }

                at = path + element;
                if (!seen.Add(element)) problems.Add($"{path}: duplicate entries for key {element}");
            }

            Check(items[i], schema.Element, at, problems);
        }
    }
}
