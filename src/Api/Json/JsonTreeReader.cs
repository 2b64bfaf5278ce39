using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Kybernet.Api.Json;

/// <summary>Reads JSON into a tree. Of a field that comes twice the last counts, and whoever asked is told.</summary>
/// <param name="duplicates">Told each field that comes twice, once; null: nobody asks.</param>
/// <param name="under">The way to the value that is read, in what is told.</param>
internal sealed class JsonTreeReader(ICollection<string>? duplicates, string under = "")
{
    // Upstream collects as many strict errors and no more.
    public const int MaxReported = 100;

    // The way to where the reader is, kept only if somebody wants to be told.
    private readonly StringBuilder? _path = duplicates is null ? null : new(under);

    public static JsonValue Parse(ReadOnlySpan<byte> utf8, ICollection<string>? duplicates)
    {
        try
        {
            Utf8JsonReader reader = new(utf8, KubeJson.ReaderOptions);
            reader.Read();
            var value = new JsonTreeReader(duplicates).Read(ref reader);
            reader.Read();
            return value;
        }
        catch (JsonException e)
        {
            throw new FormatException(GoJsonSyntax.Explain(utf8), e);
        }
    }

    public JsonValue Read(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Null => default,
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.String => KubeJson.GetString(ref reader),
        JsonTokenType.Number => ReadNumber(ref reader),
        JsonTokenType.StartArray => ReadArray(ref reader),
        JsonTokenType.StartObject => ReadObject(ref reader),
        var token => throw new JsonException($"unexpected {token}"),
    };

    // Whole if written whole and within 64 bits, like sigs.k8s.io/json.
    private static JsonValue ReadNumber(ref Utf8JsonReader reader)
    {
        if (reader.TryGetInt64(out var whole)) return whole;
        if (reader.TryGetDouble(out var number) && double.IsFinite(number)) return number;
        throw JsonMismatchException.At(ref reader, "float64", withNumber: true);
    }

    private JsonArray ReadArray(ref Utf8JsonReader reader)
    {
        JsonArray array = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var length = _path?.Length ?? 0;
            _path?.Append(CultureInfo.InvariantCulture, $"[{array.Count}]");
            array.Add(Read(ref reader));
            if (_path is not null) _path.Length = length;
        }

        return array;
    }

    private JsonObject ReadObject(ref Utf8JsonReader reader)
    {
        JsonObject result = new();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = FieldNames.Read(ref reader);
            reader.Read();
            var length = _path?.Length ?? 0;
            if (_path is not null) Enter(name, result);
            result[name] = Read(ref reader);
            if (_path is not null) _path.Length = length;
        }

        return result;
    }

    private void Enter(string name, JsonObject inside)
    {
        if (_path!.Length > 0) _path.Append('.');
        _path.Append(name);
        if (duplicates!.Count >= MaxReported || !inside.Contains(name)) return;
        var problem = $"duplicate field {GoQuote.Quote(_path.ToString())}";
        if (!duplicates.Contains(problem)) duplicates.Add(problem);
    }
}
