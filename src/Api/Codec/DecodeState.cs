using System.Globalization;
using System.Text;
using Kybernet.Api.Schema;

namespace Kybernet.Api;

/// <summary>
/// Where a decoder is in the document, for error messages, and what strict decoding found (unknown and duplicate fields).
/// </summary>
internal sealed class DecodeState
{
    /// <summary>Upstream stops collecting strict errors at this many.</summary>
    private const int MaxStrictErrors = 100;

    private Frame[] _frames = new Frame[12];
    private int _depth;
    private HashSet<string>? _reported;

    /// <summary>Strict errors in order of appearance; null when nobody asked for them.</summary>
    public List<string>? StrictErrors { get; init; }

    /// <summary>While greater than zero, unknown and duplicate fields are let pass.</summary>
    public int Lenient { get; set; }

    public ref Frame Top => ref _frames[_depth - 1];

    public void Push(StructFields? fields)
    {
        if (_depth == _frames.Length) Array.Resize(ref _frames, _depth * 2);
        _frames[_depth++] = new Frame { Fields = fields, Index = -1 };
    }

    public void Pop() => _depth--;

    public void ReportUnknown(string name) => Report($"unknown field \"{StrictPath(name)}\"");

    public void ReportDuplicate(string name) => Report($"duplicate field \"{StrictPath(name)}\"");

    /// <summary>
    /// The error of a value of the wrong JSON type, as Go's decoder words it: with the names of embedded structs in the
    /// path, and with the field's own type where it has a name.
    /// </summary>
    public JsonDecodeException Mismatch(string value, string type)
    {
        string? structName = null, named = null;
        StringBuilder path = new();
        for (var i = 0; i < _depth; i++)
        {
            ref var frame = ref _frames[i];
            if (frame.Fields is null || frame.Index < 0) continue;
            structName = frame.Fields.TypeName;
            var name = frame.Fields.Names[frame.Index];
            var schema = SchemaCatalog.Find(frame.Fields.Package, structName);
            if (path.Length > 0) path.Append('.');
            path.Append(schema?.EmbeddedPath(name)).Append(name);
            named = schema?.Find(name) is { } field ? GoType.Of(field, _depth - 1 - i) : null;
        }

        return new JsonDecodeException(structName is null
            ? $"json: cannot unmarshal {value} into Go value of type {type}"
            : $"json: cannot unmarshal {value} into Go struct field {structName}.{path} of type {named ?? type}");
    }

    private void Report(string error)
    {
        if (StrictErrors is null || Lenient > 0 || StrictErrors.Count >= MaxStrictErrors) return;
        if ((_reported ??= new HashSet<string>(StringComparer.Ordinal)).Add(error)) StrictErrors.Add(error);
    }

    private string StrictPath(string name)
    {
        StringBuilder path = new();
        for (var i = 0; i < _depth - 1; i++)
        {
            ref var frame = ref _frames[i];
            if (frame.Fields is not null && frame.Index >= 0) Append(path, frame.Fields.Names[frame.Index]);
            else if (frame.Key is not null) Append(path, frame.Key);
            else if (frame.Index >= 0) path.Append(CultureInfo.InvariantCulture, $"[{frame.Index}]");
        }

        Append(path, name);
        return path.ToString();
    }

    private static void Append(StringBuilder path, string name)
    {
        if (path.Length > 0) path.Append('.');
        path.Append(name);
    }

    /// <summary>One level of nesting: a struct (Fields, Index of the field), a map (Key) or a list (Index).</summary>
    internal struct Frame
    {
        public StructFields? Fields;
        public string? Key;
        public int Index;
        public ulong Seen;
    }
}
