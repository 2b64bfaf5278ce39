using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Kybernet.Api.Json;

namespace Kybernet.Api;

/// <summary>
/// Reads JSON into generated types. Follows Go's decoder: null leaves a value as it was, the last of two fields of one
/// name wins, a wrong type is an error that names struct and path. Unknown and duplicate fields are collected when asked for.
/// </summary>
internal ref struct JsonDecoder
{
    private Utf8JsonReader _reader;
    private readonly DecodeState _state;

    public JsonDecoder(ReadOnlySpan<byte> utf8, List<string>? strictErrors = null)
    {
        _reader = new Utf8JsonReader(utf8, KubeJson.ReaderOptions);
        _state = new DecodeState { StrictErrors = strictErrors };
    }

    /// <summary>The name of the property that <see cref="NextProperty"/> found, unescaped.</summary>
    public ReadOnlySpan<byte> PropertyName =>
        _reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(KubeJson.GetString(ref _reader)) : _reader.ValueSpan;

    /// <summary>The kind of token the decoder stands on, for unions.</summary>
    public readonly JsonTokenType TokenType => _reader.TokenType;

    private readonly bool IsNull => _reader.TokenType == JsonTokenType.Null;

    /// <summary>Moves to the document's first token.</summary>
    public void Start() => _reader.Read();

    /// <summary>Fails if anything but white space follows the document.</summary>
    public void End()
    {
        if (_reader.Read()) throw new JsonDecodeException("invalid character after top-level value");
    }

    /// <summary>
    /// Lets unknown and duplicate fields pass until <see cref="EndLenient"/>: upstream reads some types by code of their own,
    /// into which its strict decoder does not look.
    /// </summary>
    public readonly void BeginLenient() => _state.Lenient++;

    /// <summary>Ends what <see cref="BeginLenient"/> began.</summary>
    public readonly void EndLenient() => _state.Lenient--;

    /// <summary>Enters an object. False if the value is null: there is nothing to read.</summary>
    public readonly bool BeginStruct(StructFields fields)
    {
        if (IsNull) return false;
        if (_reader.TokenType != JsonTokenType.StartObject) throw Mismatch(fields.GoName);
        _state.Push(fields);
        return true;
    }

    /// <summary>Moves to the next property of the object or leaves the object.</summary>
    public bool NextProperty()
    {
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.PropertyName) return true;
        _state.Pop();
        return false;
    }

    /// <summary>Moves to the value of the property. False, and the value skipped, when the type has no such field.</summary>
    public bool BeginField(int index)
    {
        if (index < 0)
        {
            if (_state.StrictErrors is not null) _state.ReportUnknown(KubeJson.GetString(ref _reader));
            _reader.Skip();
            return false;
        }

        ref var frame = ref _state.Top;
        if ((frame.Seen & (1UL << index)) != 0) _state.ReportDuplicate(frame.Fields!.Names[index]);
        frame.Seen |= 1UL << index;
        frame.Index = index;
        _reader.Read();
        return true;
    }

    public string ReadString(string current) => IsNull ? current : String("string");

    public string? ReadOptionalString() => IsNull ? null : String("string");

    public int ReadInt32(int current) => IsNull ? current : (int)Integer(int.MinValue, int.MaxValue, "int32");

    public int? ReadOptionalInt32() => IsNull ? null : (int)Integer(int.MinValue, int.MaxValue, "int32");

    public long ReadInt64(long current) => IsNull ? current : Integer(long.MinValue, long.MaxValue, "int64");

    public long? ReadOptionalInt64() => IsNull ? null : Integer(long.MinValue, long.MaxValue, "int64");

    public double ReadDouble(double current) => IsNull ? current : Double();

    public double? ReadOptionalDouble() => IsNull ? null : Double();

    public bool ReadBool(bool current) => IsNull ? current : Bool();

    public bool? ReadOptionalBool() => IsNull ? null : Bool();

    public byte[]? ReadBytes(byte[]? current)
    {
        if (IsNull) return current;
        if (_reader.TokenType != JsonTokenType.String) throw Mismatch("[]uint8");
        // The reader's own way throws at an escape that is half a pair.
        if (!_reader.ValueIsEscaped && _reader.TryGetBytesFromBase64(out var bytes)) return bytes;
        var text = KubeJson.GetString(ref _reader);
        var decoded = new byte[text.Length];
        if (Convert.TryFromBase64String(text, decoded, out var length)) return decoded[..length];
        throw new JsonDecodeException($"illegal base64 data at input byte {IllegalBase64Offset(text)}");
    }

    public DateTimeOffset? ReadTime() => IsNull ? null : Checked<DateTimeOffset?>(static (ref Utf8JsonReader r) => KubeTime.Read(ref r), "v1.Time");

    public DateTimeOffset? ReadMicroTime() =>
        IsNull ? null : Checked<DateTimeOffset?>(static (ref Utf8JsonReader r) => KubeTime.ReadMicro(ref r), "v1.MicroTime");

    public TimeSpan ReadDuration(TimeSpan current) => IsNull ? current : ReadOptionalDuration()!.Value;

    public TimeSpan? ReadOptionalDuration() =>
        IsNull ? null : Checked(static (ref Utf8JsonReader r) => KubeDuration.Read(ref r), "v1.Duration");

    public Quantity ReadQuantity(Quantity current) => IsNull ? current : ReadOptionalQuantity()!.Value;

    public Quantity? ReadOptionalQuantity() =>
        IsNull ? null : Checked(static (ref Utf8JsonReader r) => Quantity.Read(ref r), "resource.Quantity");

    public IntOrString ReadIntOrString(IntOrString current) => IsNull ? current : ReadOptionalIntOrString()!.Value;

    public IntOrString? ReadOptionalIntOrString() =>
        IsNull ? default(IntOrString?) : Checked(static (ref Utf8JsonReader r) => IntOrString.Read(ref r), "intstr.IntOrString");

    public RawJson? ReadRaw() => IsNull ? null : RawJson.Read(ref _reader);

    /// <summary>Reads into the given struct, which keeps what the JSON does not say.</summary>
    public T ReadStruct<T>(T? current) where T : ApiType, new()
    {
        if (current is null)
        {
            current = new T();
            // An object inside another is of no kind unless it says so.
            if (current is KubeKind kind) kind.ApiVersion = kind.Kind = "";
        }

        current.Decode(ref this);
        return current;
    }

    public T? ReadOptionalStruct<T>(T? current) where T : ApiType, new() => IsNull ? null : ReadStruct(current);

    public KubeList<T>? ReadStructList<T>() where T : ApiType, new()
    {
        if (!BeginArray()) return null;
        KubeList<T> list = [];
        while (NextElement()) list.Add(ReadStruct<T>(null));
        return list;
    }

    public KubeList<string>? ReadStringList()
    {
        if (!BeginArray()) return null;
        KubeList<string> list = [];
        while (NextElement()) list.Add(ReadString(""));
        return list;
    }

    public KubeList<int>? ReadInt32List()
    {
        if (!BeginArray()) return null;
        KubeList<int> list = [];
        while (NextElement()) list.Add(ReadInt32(0));
        return list;
    }

    public KubeList<long>? ReadInt64List()
    {
        if (!BeginArray()) return null;
        KubeList<long> list = [];
        while (NextElement()) list.Add(ReadInt64(0));
        return list;
    }

    public KubeList<bool>? ReadBoolList()
    {
        if (!BeginArray()) return null;
        KubeList<bool> list = [];
        while (NextElement()) list.Add(ReadBool(false));
        return list;
    }

    public KubeList<Quantity>? ReadQuantityList()
    {
        if (!BeginArray()) return null;
        KubeList<Quantity> list = [];
        while (NextElement()) list.Add(ReadQuantity(default));
        return list;
    }

    public KubeList<RawJson>? ReadRawList()
    {
        if (!BeginArray()) return null;
        KubeList<RawJson> list = [];
        while (NextElement()) list.Add(RawJson.Read(ref _reader));
        return list;
    }

    public KubeMap<string>? ReadStringMap()
    {
        if (!BeginMap("map[string]string")) return null;
        KubeMap<string> map = [];
        while (NextKey(map, out var key)) map[key] = ReadString("");
        return map;
    }

    public KubeMap<Quantity>? ReadQuantityMap()
    {
        if (!BeginMap("v1.ResourceList")) return null;
        KubeMap<Quantity> map = [];
        while (NextKey(map, out var key)) map[key] = ReadQuantity(default);
        return map;
    }

    public KubeMap<DateTimeOffset>? ReadTimeMap()
    {
        if (!BeginMap("map[string]v1.Time")) return null;
        KubeMap<DateTimeOffset> map = [];
        while (NextKey(map, out var key)) map[key] = ReadTime() ?? default;
        return map;
    }

    public KubeMap<byte[]>? ReadBytesMap()
    {
        if (!BeginMap("map[string][]uint8")) return null;
        KubeMap<byte[]> map = [];
        while (NextKey(map, out var key)) map[key] = ReadBytes([])!;
        return map;
    }

    public KubeMap<RawJson>? ReadRawMap()
    {
        if (!BeginMap("map[string]v1.JSON")) return null;
        KubeMap<RawJson> map = [];
        while (NextKey(map, out var key)) map[key] = RawJson.Read(ref _reader);
        return map;
    }

    public KubeMap<bool>? ReadBoolMap()
    {
        if (!BeginMap("map[string]bool")) return null;
        KubeMap<bool> map = [];
        while (NextKey(map, out var key)) map[key] = ReadBool(false);
        return map;
    }

    public KubeMap<T>? ReadStructMap<T>() where T : ApiType, new()
    {
        if (!BeginMap("map[string]v1." + typeof(T).Name)) return null;
        KubeMap<T> map = [];
        while (NextKey(map, out var key)) map[key] = ReadStruct<T>(null);
        return map;
    }

    public KubeMap<KubeList<string>>? ReadStringListMap()
    {
        if (!BeginMap("map[string]v1.ExtraValue")) return null;
        KubeMap<KubeList<string>> map = [];
        while (NextKey(map, out var key)) map[key] = ReadStringList() ?? [];
        return map;
    }

    private readonly bool BeginArray()
    {
        if (IsNull) return false;
        if (_reader.TokenType != JsonTokenType.StartArray) throw Mismatch("[]string");
        _state.Push(null);
        return true;
    }

    private bool NextElement()
    {
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.EndArray)
        {
            _state.Pop();
            return false;
        }

        _state.Top.Index++;
        return true;
    }

    private readonly bool BeginMap(string type)
    {
        if (IsNull) return false;
        if (_reader.TokenType != JsonTokenType.StartObject) throw Mismatch(type);
        _state.Push(null);
        return true;
    }

    /// <summary>Moves to the next value of a map, whose last of several with one key wins.</summary>
    private bool NextKey<T>(KubeMap<T> map, out string key)
    {
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.EndObject)
        {
            _state.Pop();
            key = "";
            return false;
        }

        _state.Top.Key = key = Text();
        if (_state.StrictErrors is not null && map.ContainsKey(key)) _state.ReportDuplicate(key);
        _reader.Read();
        return true;
    }

    private string String(string type)
    {
        if (_reader.TokenType != JsonTokenType.String) throw Mismatch(type);
        return Text();
    }

    private string Text() => KubeJson.GetString(ref _reader);

    private readonly bool Bool() => _reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => throw Mismatch("bool"),
    };

    private readonly long Integer(long min, long max, string type)
    {
        if (_reader.TokenType != JsonTokenType.Number) throw Mismatch(type);
        if (_reader.TryGetInt64(out var value) && value >= min && value <= max) return value;
        throw _state.Mismatch("number " + Encoding.UTF8.GetString(_reader.ValueSpan), type);
    }

    private readonly double Double() =>
        _reader.TokenType == JsonTokenType.Number ? _reader.GetDouble() : throw Mismatch("float64");

    private delegate T ValueReader<out T>(ref Utf8JsonReader reader);

    private T Checked<T>(ValueReader<T> read, string type)
    {
        if (_reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject) throw Mismatch(type);
        try
        {
            return read(ref _reader);
        }
        catch (JsonMismatchException e)
        {
            throw _state.Mismatch(e.Value, e.GoType);
        }
        catch (FormatException e)
        {
            throw new JsonDecodeException(e.Message, e);
        }
    }

    private readonly JsonDecodeException Mismatch(string type) => _state.Mismatch(
        _reader.TokenType switch
        {
            JsonTokenType.String => "string",
            JsonTokenType.Number => "number",
            JsonTokenType.StartObject => "object",
            JsonTokenType.StartArray => "array",
            _ => "bool",
        }, type);

    private static string IllegalBase64Offset(string text)
    {
        var offset = text.AsSpan().IndexOfAnyExcept(SearchValues.Create(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\r\n"));
        return (offset < 0 ? text.Length / 4 * 4 : offset).ToString(CultureInfo.InvariantCulture);
    }
}
