using System.Text.Json;
using Kybernet.Api.Json;

namespace Kybernet.Api;

/// <summary>Writes a named field of each shape that generated classes have beyond what the writer knows itself.</summary>
internal static class JsonFields
{
    /// <summary>Whether the thread writes empty lists and maps as null: see <see cref="KubeCodec.EncodeStored"/>.</summary>
    [ThreadStatic]
    internal static bool EmptyIsNil;

    /// <summary>Writes null for a list that was never made, as upstream does for a nil slice that is always emitted.</summary>
    public static bool WroteNil<T>(Utf8JsonWriter w, ReadOnlySpan<byte> name, KubeList<T>? list)
    {
        if (list is { IsNil: false } && (list.Count > 0 || !EmptyIsNil)) return false;
        w.WriteNull(name);
        return true;
    }

    /// <inheritdoc cref="WroteNil{T}(Utf8JsonWriter, ReadOnlySpan{byte}, KubeList{T})"/>
    public static bool WroteNil<T>(Utf8JsonWriter w, ReadOnlySpan<byte> name, KubeMap<T>? map)
    {
        if (map is { IsNil: false } && (map.Count > 0 || !EmptyIsNil)) return false;
        w.WriteNull(name);
        return true;
    }

    public static void Write(Utf8JsonWriter w, ReadOnlySpan<byte> name, ApiType value)
    {
        w.WritePropertyName(name);
        value.Write(w);
    }

    public static void Write(Utf8JsonWriter w, ReadOnlySpan<byte> name, DateTimeOffset value)
    {
        w.WritePropertyName(name);
        KubeTime.Write(w, value);
    }

    public static void WriteMicro(Utf8JsonWriter w, ReadOnlySpan<byte> name, DateTimeOffset value)
    {
        w.WritePropertyName(name);
        KubeTime.WriteMicro(w, value);
    }

    public static void Write(Utf8JsonWriter w, ReadOnlySpan<byte> name, TimeSpan value)
    {
        w.WritePropertyName(name);
        KubeDuration.Write(w, value);
    }

    public static void Write(Utf8JsonWriter w, ReadOnlySpan<byte> name, Quantity value)
    {
        w.WritePropertyName(name);
        Quantity.Write(w, value);
    }

    public static void Write(Utf8JsonWriter w, ReadOnlySpan<byte> name, IntOrString value)
    {
        w.WritePropertyName(name);
        IntOrString.Write(w, value);
    }

    public static void Write(Utf8JsonWriter w, ReadOnlySpan<byte> name, RawJson value)
    {
        w.WritePropertyName(name);
        value.Write(w);
    }

    public static void Write(Utf8JsonWriter w, ReadOnlySpan<byte> name, double value)
    {
        w.WritePropertyName(name);
        KubeJson.WriteNumber(w, value);
    }

    public static void Write<T>(Utf8JsonWriter w, ReadOnlySpan<byte> name, KubeList<T> list) where T : ApiType
    {
        w.WriteStartArray(name);
        foreach (var item in list) item.Write(w);
        w.WriteEndArray();
    }

    public static void Write(Utf8JsonWriter w, ReadOnlySpan<byte> name, KubeList<string> list)
    {
        w.WritePropertyName(name);
        WriteStrings(w, list);
    }

    public static void Write(Utf8JsonWriter w, ReadOnlySpan<byte> name, KubeList<int> list)
    {
        w.WriteStartArray(name);
        foreach (var item in list) w.WriteNumberValue(item);
        w.WriteEndArray();
    }

    public static void Write(Utf8JsonWriter w, ReadOnlySpan<byte> name, KubeList<long> list)
    {
        w.WriteStartArray(name);
        foreach (var item in list) w.WriteNumberValue(item);
        w.WriteEndArray();
    }

    public static void Write(Utf8JsonWriter w, ReadOnlySpan<byte> name, KubeList<bool> list)
    {
        w.WriteStartArray(name);
        foreach (var item in list) w.WriteBooleanValue(item);
        w.WriteEndArray();
    }

    public static void Write(Utf8JsonWriter w, ReadOnlySpan<byte> name, KubeList<Quantity> list)
    {
        w.WriteStartArray(name);
        foreach (var item in list) Quantity.Write(w, item);
        w.WriteEndArray();
    }

    public static void Write(Utf8JsonWriter w, ReadOnlySpan<byte> name, KubeList<RawJson> list)
    {
        w.WriteStartArray(name);
        foreach (var item in list) item.Write(w);
        w.WriteEndArray();
    }

    public static void Write<T>(Utf8JsonWriter w, ReadOnlySpan<byte> name, KubeMap<T> map) where T : ApiType
    {
        w.WriteStartObject(name);
        foreach (var (key, value) in map)
        {
            w.WritePropertyName(key);
            value.Write(w);
        }

        w.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter w, ReadOnlySpan<byte> name, KubeMap<string> map)
    {
        w.WriteStartObject(name);
        foreach (var (key, value) in map) w.WriteString(key, value);
        w.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter w, ReadOnlySpan<byte> name, KubeMap<bool> map)
    {
        w.WriteStartObject(name);
        foreach (var (key, value) in map) w.WriteBoolean(key, value);
        w.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter w, ReadOnlySpan<byte> name, KubeMap<byte[]> map)
    {
        w.WriteStartObject(name);
        foreach (var (key, value) in map) w.WriteBase64String(key, value);
        w.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter w, ReadOnlySpan<byte> name, KubeMap<Quantity> map)
    {
        w.WriteStartObject(name);
        foreach (var (key, value) in map)
        {
            w.WritePropertyName(key);
            Quantity.Write(w, value);
        }

        w.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter w, ReadOnlySpan<byte> name, KubeMap<DateTimeOffset> map)
    {
        w.WriteStartObject(name);
        foreach (var (key, value) in map)
        {
            w.WritePropertyName(key);
            KubeTime.Write(w, value);
        }

        w.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter w, ReadOnlySpan<byte> name, KubeMap<RawJson> map)
    {
        w.WriteStartObject(name);
        foreach (var (key, value) in map)
        {
            w.WritePropertyName(key);
            value.Write(w);
        }

        w.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter w, ReadOnlySpan<byte> name, KubeMap<KubeList<string>> map)
    {
        w.WriteStartObject(name);
        foreach (var (key, value) in map)
        {
            w.WritePropertyName(key);
            WriteStrings(w, value);
        }

        w.WriteEndObject();
    }

    private static void WriteStrings(Utf8JsonWriter w, KubeList<string> list)
    {
        w.WriteStartArray();
        foreach (var item in list) w.WriteStringValue(item);
        w.WriteEndArray();
    }
}
