using System.Text;
using System.Text.Json;

namespace Kybernet.Api.Json;

/// <summary>
/// Field names come again and again: a small table that forgets gives most of them without a new string. Races only cost
/// a string more.
/// </summary>
internal static class FieldNames
{
    private const int Slots = 1024;
    private const int MaxLength = 48;

    private static readonly string?[] Table = new string?[Slots];

    /// <summary>The field name that the reader stands on.</summary>
    public static string Read(ref Utf8JsonReader reader) =>
        reader.ValueIsEscaped || reader.HasValueSequence || reader.ValueSpan.Length > MaxLength ? KubeJson.GetString(ref reader) : Get(reader.ValueSpan);

    /// <summary>The string of <paramref name="utf8"/>.</summary>
    public static string Get(ReadOnlySpan<byte> utf8)
    {
        var hash = 2166136261u;
        foreach (var b in utf8) hash = (hash ^ b) * 16777619;
        ref var slot = ref Table[(hash ^ (hash >> 16)) & (Slots - 1)];
        var known = slot;
        if (known is not null && Ascii.Equals(utf8, known)) return known;
        return slot = Encoding.UTF8.GetString(utf8);
    }
}
