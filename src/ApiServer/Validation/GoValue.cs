using System.Globalization;
using Kybernet.Api;
using Kybernet.Api.Json;

namespace Kybernet.ApiServer.Validation;

/// <summary>
/// A value as upstream's field errors print it: strings quoted, numbers and booleans bare, everything else as JSON,
/// and what is absent as <c>null</c>. Text is made only when an error is told.
/// </summary>
internal readonly struct GoValue
{
    private static readonly object EmptyMark = new();

    private readonly object? _value;

    private GoValue(object? value) => _value = value;

    /// <summary>A struct without visible fields, as upstream shows a path.</summary>
    public static GoValue EmptyStruct { get; } = new(EmptyMark);

    /// <summary>Text.</summary>
    public static implicit operator GoValue(string? value) => new(value);

    /// <summary>A whole number.</summary>
    public static implicit operator GoValue(int value) => new((long)value);

    /// <summary>A whole number.</summary>
    public static implicit operator GoValue(long value) => new(value);

    /// <summary>A whole number or none.</summary>
    public static implicit operator GoValue(int? value) => new(value is { } number ? (long)number : null);

    /// <summary>A whole number or none.</summary>
    public static implicit operator GoValue(long? value) => new(value);

    /// <summary>True or false.</summary>
    public static implicit operator GoValue(bool value) => new(value);

    /// <summary>True, false or none.</summary>
    public static implicit operator GoValue(bool? value) => new(value);

    /// <summary>A time or none.</summary>
    public static implicit operator GoValue(DateTimeOffset? value) => new(value);

    /// <summary>A time to the microsecond, or none.</summary>
    public static GoValue MicroTime(DateTimeOffset? value) => new(value is { } time ? KubeTime.FormatMicro(time) : null);

    /// <summary>A number or a string.</summary>
    public static implicit operator GoValue(IntOrString value) => value.IsInt ? value.IntValue : value.StringValue;

    /// <summary>A quantity, spelled as it is.</summary>
    public static implicit operator GoValue(Quantity value) => value.ToString();

    /// <summary>A list of strings; null when it was never made.</summary>
    public static implicit operator GoValue(KubeList<string>? value) => new(value is { IsNil: false } ? value : null);

    /// <summary>A map of strings; null when it was never made.</summary>
    public static implicit operator GoValue(KubeMap<string>? value) => new(value is { IsNil: false } ? value : null);

    /// <summary>A map of quantities; null when it was never made.</summary>
    public static implicit operator GoValue(KubeMap<Quantity>? value) => new(value is { IsNil: false } ? value : null);

    /// <summary>A struct, by the names of upstream's internal types.</summary>
    public static implicit operator GoValue(ApiType? value) => new(value);

    /// <summary>Bytes, as base64.</summary>
    public static GoValue Bytes(byte[]? value) => new(value is null ? null : Convert.ToBase64String(value));

    /// <summary>A list of numbers; null when it was never made.</summary>
    public static GoValue Numbers(KubeList<int> list) => new(list.IsNil ? null : list.Select(n => (long)n).ToList());

    /// <summary>A list of structs; null when it was never made.</summary>
    public static GoValue List<T>(KubeList<T> list) where T : ApiType => new(list.IsNil ? null : list.Cast<ApiType>().ToList());

    /// <inheritdoc/>
    public override string ToString() => _value switch
    {
        null => "null",
        string text => GoQuote.Quote(text),
        long number => number.ToString(CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        DateTimeOffset time => $"\"{KubeTime.Format(time)}\"",
        ApiType type => InternalForm.Of(type).ToString(),
        IEnumerable<ApiType> list => Json(list.Select(InternalForm.Of)),
        IEnumerable<long> list => Json(list.Select(n => (JsonValue)n)),
        IEnumerable<string> list => Json(list.Select(s => (JsonValue)s)),
        KubeMap<string> map => Json(map.Select(e => KeyValuePair.Create(e.Key, (JsonValue)e.Value))),
        KubeMap<Quantity> map => Json(map.Select(e => KeyValuePair.Create(e.Key, (JsonValue)e.Value.ToString()))),
        _ when ReferenceEquals(_value, EmptyMark) => "{}",
        _ => throw new InvalidOperationException($"no Go form of {_value.GetType()}"),
    };

    private static string Json(IEnumerable<JsonValue> items)
    {
        JsonArray array = [];
        foreach (var item in items) array.Add(item);
        return ((JsonValue)array).ToString();
    }

    private static string Json(IEnumerable<KeyValuePair<string, JsonValue>> entries)
    {
        JsonObject map = [];
        foreach (var (key, value) in entries) map[key] = value;
        return ((JsonValue)map).ToString();
    }
}
