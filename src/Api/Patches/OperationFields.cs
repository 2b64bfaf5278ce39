using System.Text.Json;
using Kybernet.Api.Json;

namespace Kybernet.Api.Patches;

/// <summary>The strict half of reading a JSON patch: fields that an operation does not have, and fields that come twice.</summary>
internal static class OperationFields
{
    private static readonly string[] Known = ["op", "path", "from", "value"];

    /// <summary>Tells what is wrong with the fields, in the order in which they come.</summary>
    /// <param name="utf8">A patch that has been read without errors.</param>
    /// <param name="problems">Told each problem once, in upstream's words.</param>
    public static void Check(ReadOnlySpan<byte> utf8, ICollection<string> problems)
    {
        Utf8JsonReader reader = new(utf8, KubeJson.ReaderOptions);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray) return;
        List<string> found = [];
        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            if (reader.TokenType == JsonTokenType.StartObject) CheckOperation(ref reader, i, found);
        }

        foreach (var problem in found.Distinct(StringComparer.Ordinal).Take(JsonTreeReader.MaxReported)) problems.Add("json patch " + problem);
    }

    private static void CheckOperation(ref Utf8JsonReader reader, int index, List<string> found)
    {
        HashSet<string> seen = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = FieldNames.Read(ref reader);
            var way = $"[{index}].{name}";
            reader.Read();
            if (!Known.Contains(name, StringComparer.Ordinal)) found.Add($"unknown field {GoQuote.Quote(way)}");
            else if (!seen.Add(name)) found.Add($"duplicate field {GoQuote.Quote(way)}");
            if (name == "value") new JsonTreeReader(found, way).Read(ref reader);
            else reader.Skip();
        }
    }
}
