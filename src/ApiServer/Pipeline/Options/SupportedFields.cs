using Kybernet.Api;
using Kybernet.Api.Selectors;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Pipeline.Options;

/// <summary>Which fields a resource lets be selected: name, namespace, and those of its strategy.</summary>
internal static class SupportedFields
{
    /// <summary>The query in the stored version's field names.</summary>
    /// <exception cref="FormatException">A field cannot be selected by; the message is upstream's.</exception>
    public static FieldQuery Check(FieldQuery query, ResourceDefinition definition)
    {
        if (query.IsEverything) return query;
        var fields = definition.Storage?.Strategy.SelectableFields ?? [];
        List<FieldRequirement> requirements = [];
        foreach (var requirement in query.Requirements)
        {
            var stored = definition.Converter?.StoredField(requirement.Field) ?? requirement.Field;
            if (stored is not ("metadata.name" or "metadata.namespace") && !fields.Contains(stored, StringComparer.Ordinal))
                throw new FormatException(Refusal(requirement.Field, definition, fields));
            requirements.Add(requirement with { Field = stored });
        }

        return FieldQuery.Of([.. requirements]);
    }

    private static string Refusal(string field, ResourceDefinition definition, IReadOnlyList<string> fields)
    {
        if (fields.Count == 0) return $"{GoQuote.Quote(field)} is not a known field selector: only \"metadata.name\", \"metadata.namespace\"";
        return definition.Gvr.Group.Length == 0
            ? $"field label not supported: {field}"
            : $"field label {GoQuote.Quote(field)} not supported for {definition.Kind.Kind}";
    }
}
