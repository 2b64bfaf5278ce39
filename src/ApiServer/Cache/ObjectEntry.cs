using System.Buffers;
using System.Text;
using Kybernet.Api;
using Kybernet.Api.Meta.V1;
using Kybernet.Api.Selectors;
using Kybernet.Storage;

namespace Kybernet.ApiServer.Cache;

/// <summary>
/// One object at one revision: its JSON as stored, shared with the store, and what is made of it on demand and shared by
/// all who read it. Immutable to the outside.
/// </summary>
internal sealed class ObjectEntry : IFieldSet
{
    private static readonly object WholeProto = new(), MetadataProto = new();

    private static ReadOnlySpan<byte> MetadataName => "\"metadata\":"u8;

    private readonly ReadOnlyMemory<byte> _json;
    private readonly ObjectEntry? _origin;
    private int _place;
    private WeakReference<KubeObject>? _object;
    private WeakReference<PartialObjectMetadata>? _metadata;
    private KubeMap<string>? _labels;
    private string[]? _fields;
    private ObjectEntry? _converted;
    private Rendition? _renditions;

    /// <summary>An entry.</summary>
    /// <param name="format">The kind and version of <paramref name="json"/>.</param>
    /// <param name="key">The key in the store.</param>
    /// <param name="json">The canonical JSON, without resourceVersion.</param>
    /// <param name="revision">The revision of this state; 0 for one that was never stored.</param>
    public ObjectEntry(ObjectFormat format, StoreKey key, ReadOnlyMemory<byte> json, long revision)
    {
        Format = format;
        Key = key;
        _json = json;
        Revision = revision;
    }

    /// <summary>The kind and its version.</summary>
    public ObjectFormat Format { get; }

    /// <summary>The key in the store.</summary>
    public StoreKey Key { get; }

    /// <summary>The revision of this state; 0 for one that was never stored.</summary>
    public long Revision { get; }

    /// <summary>The JSON without resourceVersion.</summary>
    public ReadOnlyMemory<byte> Json => _json;

    /// <summary>The stored entry that this one was converted from; itself if it was not.</summary>
    public ObjectEntry Origin { get => _origin ?? this; private init => _origin = value; }

    /// <summary>Exactly how many bytes <see cref="WriteTo"/> writes.</summary>
    public int Length => _json.Length + ResourceVersion.Length(Revision);

    /// <summary>Exactly how many bytes <see cref="WriteItemTo"/> writes.</summary>
    public int ItemLength => Length - Format.Head.Length + 1;

    /// <summary>About how many bytes <see cref="WriteTo"/> writes.</summary>
    public int Size => _json.Length + 48;

    /// <summary>The object, decoded and frozen; shared as long as anybody holds it.</summary>
    public KubeObject Object
    {
        get
        {
            if (_object is { } weak && weak.TryGetTarget(out var known)) return known;
            var obj = Format.Decode(_json.Span, Revision);
            obj.Freeze();
            _object = new WeakReference<KubeObject>(obj);
            return obj;
        }
    }

    /// <summary>Only the metadata, decoded and frozen; shared as long as anybody holds it.</summary>
    public PartialObjectMetadata Metadata
    {
        get
        {
            if (_metadata is { } weak && weak.TryGetTarget(out var known)) return known;
            // Who has the whole object has its metadata too.
            var metadata = _object is { } whole && whole.TryGetTarget(out var obj) ? MetadataOf(obj) : DecodeMetadata();
            metadata.Freeze();
            _metadata = new WeakReference<PartialObjectMetadata>(metadata);
            return metadata;
        }
    }

    /// <summary>The labels, frozen.</summary>
    public KubeMap<string> Labels => _labels ??= Object.Metadata.Labels;

    /// <summary>The object's name, from its key.</summary>
    public string Name => Encoding.UTF8.GetString(Key.Span[(Key.Span.LastIndexOf((byte)'/') + 1)..]);

    /// <summary>The same object under another revision: what a watcher is told that loses it from sight.</summary>
    public ObjectEntry At(long revision) => new(Format, Key, _json, revision) { _place = _place };

    /// <summary>The same object in another version.</summary>
    /// <param name="format">The version.</param>
    /// <param name="convert">From the stored version.</param>
    public ObjectEntry As(ObjectFormat format, Func<KubeObject, KubeObject> convert)
    {
        if (_converted is { } known && known.Format == format) return known;
        return _converted = new ObjectEntry(format, Key, ObjectFormat.Encode(convert(Object)), Revision) { Origin = this };
    }

    /// <inheritdoc/>
    public string GetField(string name)
    {
        if (name == "metadata.name") return Name;
        if (name == "metadata.namespace") return Object.Metadata.Namespace;
        _fields ??= [.. Format.Selectable.Select(path => Format.ReadSelectable?.Invoke(Object, path) ?? "")];
        for (var i = 0; i < _fields.Length; i++)
        {
            if (Format.Selectable[i] == name) return _fields[i];
        }

        return "";
    }

    /// <summary>Writes the whole object with its resourceVersion.</summary>
    public void WriteTo(IBufferWriter<byte> output) => Write(output, 0);

    /// <summary>Writes the object as an item of a list: without kind and apiVersion, which the list has.</summary>
    public void WriteItemTo(IBufferWriter<byte> output)
    {
        output.Write("{"u8);
        Write(output, Format.Head.Length);
    }

    /// <summary>Writes only the metadata, as one JSON object.</summary>
    public void WriteMetadataTo(IBufferWriter<byte> output)
    {
        if (_place == 0) _place = ResourceVersion.FindPlace(_json.Span);
        var start = Format.Head.Length + MetadataName.Length;
        var end = start + ResourceVersion.ObjectLength(_json.Span[start..]);
        output.Write(_json.Span[start.._place]);
        ResourceVersion.Write(output, Revision);
        output.Write(_json.Span[_place..end]);
    }

    /// <summary>The whole object with its resourceVersion, in an array of its own.</summary>
    public byte[] ToArray()
    {
        ArrayBufferWriter<byte> buffer = new(Size);
        WriteTo(buffer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The object's own protobuf message, without an envelope.</summary>
    public byte[] ToProto() => Rendered(WholeProto, 0, static e => KubeCodec.EncodeProtoFields(e.Object));

    /// <summary>The protobuf message of a PartialObjectMetadata, without an envelope.</summary>
    public byte[] ToMetadataProto() => Rendered(MetadataProto, 0, static e => KubeCodec.EncodeProtoFields(e.Metadata));

    /// <summary>
    /// The object in another representation, made once and shared by all who want it at about the same time: the watchers of
    /// one change. It is held only while somebody writes it, so that no object lies in memory once for each representation.
    /// </summary>
    /// <param name="representation">Which one; compared by reference.</param>
    /// <param name="stamp">Made anew when this differs: the second, for what shows ages.</param>
    /// <param name="render">Makes it.</param>
    public byte[] Rendered(object representation, long stamp, Func<ObjectEntry, byte[]> render)
    {
        for (var known = Volatile.Read(ref _renditions); known is not null; known = known.Next)
        {
            if (known.Representation == representation && known.Stamp == stamp && known.Bytes.TryGetTarget(out var held)) return held;
        }

        var bytes = render(this);
        // Two who render at once may lose one rendition: it is made again by the next who wants it.
        _renditions = new Rendition(representation, stamp, new WeakReference<byte[]>(bytes), Held(_renditions, representation));
        return bytes;
    }

    private static PartialObjectMetadata MetadataOf(KubeObject obj) => new()
    {
        Kind = "PartialObjectMetadata",
        ApiVersion = "meta.k8s.io/v1",
        Metadata = obj.Metadata,
    };

    private PartialObjectMetadata DecodeMetadata()
    {
        ArrayBufferWriter<byte> json = new(512);
        Http.Rendering.PartialMetadata.Write(json, this, "v1");
        return KubeCodec.Decode<PartialObjectMetadata>(json.WrittenSpan);
    }

    // The other representations that somebody still holds.
    private static Rendition? Held(Rendition? list, object but)
    {
        while (list is not null && (list.Representation == but || !list.Bytes.TryGetTarget(out _))) list = list.Next;
        return list is null ? null : Held(list.Next, but) is var rest && rest == list.Next ? list : list with { Next = rest };
    }

    private void Write(IBufferWriter<byte> output, int from)
    {
        if (_place == 0) _place = ResourceVersion.FindPlace(_json.Span);
        output.Write(_json.Span[from.._place]);
        ResourceVersion.Write(output, Revision);
        output.Write(_json.Span[_place..]);
    }

    private sealed record Rendition(object Representation, long Stamp, WeakReference<byte[]> Bytes, Rendition? Next);
}
