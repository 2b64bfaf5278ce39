using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using Kybernet.Api.Json;

namespace Kybernet.ApiServer.Cache;

/// <summary>The store's revision as objects carry it, and the place in their JSON where it belongs.</summary>
internal static class ResourceVersion
{
    private const int MaxDigits = 20;

    private static ReadOnlySpan<byte> Name => ",\"resourceVersion\":\""u8;

    /// <summary>As in metadata.resourceVersion; 0, of an object that is in no store, is empty.</summary>
    public static string Format(long revision) => revision == 0 ? "" : revision.ToString(CultureInfo.InvariantCulture);

    /// <summary>How many bytes <see cref="Write"/> writes.</summary>
    public static int Length(long revision)
    {
        if (revision == 0) return 0;
        var digits = 1;
        for (var rest = revision; rest >= 10; rest /= 10) digits++;
        return Name.Length + digits + 1;
    }

    /// <summary>Writes the field, with the comma before it; nothing for 0.</summary>
    public static void Write(IBufferWriter<byte> output, long revision)
    {
        if (revision == 0) return;
        var span = output.GetSpan(Name.Length + MaxDigits + 1);
        Name.CopyTo(span);
        Utf8Formatter.TryFormat(revision, span[Name.Length..], out var digits);
        span[Name.Length + digits] = (byte)'"';
        output.Advance(Name.Length + digits + 1);
    }

    /// <summary>
    /// Where in an object's JSON <see cref="Write"/> goes: behind the fields of metadata that come before it in upstream's
    /// order, of which the name at least is there.
    /// </summary>
    public static int FindPlace(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json, KubeJson.ReaderOptions);
        reader.Read();
        while (reader.Read() && !reader.ValueTextEquals("metadata"u8)) reader.Skip();
        reader.Read();
        var place = (int)reader.BytesConsumed;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName && ComesBefore(ref reader))
        {
            reader.Read();
            place = (int)reader.BytesConsumed;
        }

        return place;
    }

    /// <summary>How many bytes the JSON value at the beginning of a text takes.</summary>
    public static int ObjectLength(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json, KubeJson.ReaderOptions);
        reader.Read();
        reader.Skip();
        return (int)reader.BytesConsumed;
    }

    private static bool ComesBefore(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("name"u8) || reader.ValueTextEquals("generateName"u8) || reader.ValueTextEquals("namespace"u8)
        || reader.ValueTextEquals("selfLink"u8) || reader.ValueTextEquals("uid"u8);
}
