using System.Text;
using Kybernet.Api;
using Kybernet.Api.Apiextensions.V1;
using Kybernet.Api.Apiregistration.V1;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Cache;

/// <summary>How objects of one kind look as JSON: what they begin with, and how a list of them does.</summary>
internal sealed class ObjectFormat
{
    private readonly KindInfo _kind;
    private readonly byte[] _head;

    /// <summary>The format of a resource's objects in its version.</summary>
    public ObjectFormat(ApiResource resource)
    {
        _kind = resource.Kind;
        _head = Encoding.UTF8.GetBytes($"{{\"kind\":\"{_kind.Gvk.Kind}\",\"apiVersion\":\"{_kind.Gvk.ApiVersion}\",");
        ListHead = Encoding.UTF8.GetBytes($"{{\"kind\":\"{_kind.Gvk.Kind}List\",\"apiVersion\":\"{_kind.Gvk.ApiVersion}\",\"metadata\":{{");
        Selectable = [];
    }

    /// <summary>The kind.</summary>
    public GroupVersionKind Kind => _kind.Gvk;

    /// <summary>What every object begins with: the brace, kind and apiVersion, up to and with the comma.</summary>
    public ReadOnlySpan<byte> Head => _head;

    /// <summary>What a list begins with, up to and with the brace of its metadata.</summary>
    public byte[] ListHead { get; }

    /// <summary>The selectable fields besides name and namespace, and how to read them.</summary>
    public IReadOnlyList<string> Selectable { get; init; }

    /// <summary>Reads a selectable field.</summary>
    public Func<KubeObject, string, string?>? ReadSelectable { get; init; }

    /// <summary>Other versions in which objects may lie in the store, and what turns these into this one.</summary>
    public IReadOnlyList<(ObjectFormat Format, IConverter Converter)> Others { get; init; } = [];

    /// <summary>Decodes an object and puts in its resourceVersion; the result is not frozen.</summary>
    /// <exception cref="JsonDecodeException">It is not JSON of this kind.</exception>
    public KubeObject Decode(ReadOnlySpan<byte> json, long revision)
    {
        var obj = (KubeObject)_kind.Create();
        KubeCodec.DecodeInto(obj, json);
        if (revision != 0) obj.Metadata.ResourceVersion = ResourceVersion.Format(revision);
        return obj;
    }

    /// <summary>
    /// The bytes as this server would have written them: themselves if they begin as ours do, else decoded and encoded
    /// again. What others wrote into the store may be spaced or ordered differently.
    /// </summary>
    public ReadOnlyMemory<byte> Canonical(ReadOnlyMemory<byte> json)
    {
        if (json.Span.StartsWith(Head)) return json;
        foreach (var (format, converter) in Others)
        {
            if (json.Span.StartsWith(format.Head)) return Encode(converter.ToStored(format.Decode(json.Span, 0)));
        }

        var obj = Decode(json.Span, 0);
        // What is served must begin as the head says.
        (obj.ApiVersion, obj.Kind) = (Kind.ApiVersion, Kind.Kind);
        return Encode(obj);
    }

    /// <summary>Encodes an object for the store: without its resourceVersion, which is known only when it is written.</summary>
    public static byte[] Encode(KubeObject obj)
    {
        var version = obj.Metadata.ResourceVersion;
        obj.Metadata.ResourceVersion = "";

        // Upstream keeps these two as JSON, and all others as protobuf.
        var json = obj is CustomResourceDefinition or APIService ? KubeCodec.Encode(obj) : KubeCodec.EncodeStored(obj);
        obj.Metadata.ResourceVersion = version;
        return json;
    }
}
