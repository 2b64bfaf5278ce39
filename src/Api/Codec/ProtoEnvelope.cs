namespace Kybernet.Api;

/// <summary>
/// What upstream puts around an object in protobuf: four bytes of prefix and a runtime.Unknown that says what kind of
/// object is in it.
/// </summary>
public readonly ref struct ProtoEnvelope
{
    private ProtoEnvelope(string apiVersion, string kind, ReadOnlySpan<byte> raw)
    {
        ApiVersion = apiVersion;
        Kind = kind;
        Raw = raw;
    }

    private static ReadOnlySpan<byte> Prefix => "k8s\0"u8;

    /// <summary>What comes after an object's own message: no encoding and no content type.</summary>
    public static ReadOnlySpan<byte> Tail => [0x1A, 0x00, 0x22, 0x00];

    /// <summary>The object's group and version; empty when not said.</summary>
    public string ApiVersion { get; }

    /// <summary>The object's kind; empty when not said.</summary>
    public string Kind { get; }

    /// <summary>The object's own message.</summary>
    public ReadOnlySpan<byte> Raw { get; }

    /// <summary>Opens the envelope; the object stays as it is.</summary>
    /// <exception cref="ProtoDecodeException">It is none; the message is upstream's where upstream has one.</exception>
    public static ProtoEnvelope Read(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty) throw new ProtoDecodeException("empty data");
        if (!body.StartsWith(Prefix))
            throw new ProtoDecodeException("provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]");
        if (body.Length == Prefix.Length) throw new ProtoDecodeException("empty body");

        var (apiVersion, kind, encoding) = ("", "", "");
        ReadOnlySpan<byte> raw = default;
        ProtoReader reader = new(body[Prefix.Length..]);
        while (reader.Next(out var number))
        {
            switch (number)
            {
                case 1: (apiVersion, kind) = ReadType(ref reader); break;
                case 2: raw = reader.ReadSpan(); break;
                case 3: encoding = reader.ReadString(); break;
                default: reader.Skip(); break;
            }
        }

        if (encoding.Length > 0) throw new ProtoDecodeException($"unable to decode an object with content encoding {GoQuote.Quote(encoding)}");
        return new ProtoEnvelope(apiVersion, kind, raw);
    }

    /// <summary>What comes before an object's own message that is written elsewhere; <see cref="Tail"/> comes after it.</summary>
    /// <param name="apiVersion">The object's group and version.</param>
    /// <param name="kind">The object's kind.</param>
    /// <param name="length">How many bytes its message has.</param>
    public static byte[] Head(string apiVersion, string kind, long length)
    {
        ProtoWriter writer = new();
        writer.Head(2, length);
        WriteType(writer, apiVersion, kind);
        return writer.ToArray();
    }

    /// <summary>Writes an object in its envelope.</summary>
    internal static void Write(ProtoWriter writer, ApiType value)
    {
        writer.Write(4, "");
        writer.Write(3, "");
        var mark = writer.Length;
        value.WriteProtoFields(writer);
        writer.Close(2, mark);
        WriteType(writer, (value as KubeKind)?.ApiVersion ?? "", (value as KubeKind)?.Kind ?? "");
    }

    private static void WriteType(ProtoWriter writer, string apiVersion, string kind)
    {
        var mark = writer.Length;
        writer.Write(2, kind);
        writer.Write(1, apiVersion);
        writer.Close(1, mark);
        writer.Prepend(Prefix);
    }

    private static (string ApiVersion, string Kind) ReadType(ref ProtoReader reader)
    {
        var (apiVersion, kind) = ("", "");
        var outer = reader.Enter();
        while (reader.Next(out var number))
        {
            if (number == 1) apiVersion = reader.ReadString();
            else if (number == 2) kind = reader.ReadString();
            else reader.Skip();
        }

        reader.Leave(outer);
        return (apiVersion, kind);
    }
}
