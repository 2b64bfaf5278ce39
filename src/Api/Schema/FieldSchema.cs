namespace Kybernet.Api.Schema;

/// <summary>A field of a <see cref="TypeSchema"/>.</summary>
public sealed class FieldSchema
{
    private readonly FieldModel _model;
    private readonly string _package, _owner;
    private readonly Lazy<TypeSchema?> _struct;

    internal FieldSchema(PackageModel package, TypeModel owner, FieldModel model)
    {
        _model = model;
        (_package, _owner) = (package.Name, owner.Name);
        _struct = new(() => model.Kind == ValueKind.Struct ? SchemaCatalog.Resolve(package, model.TypeName) : null);
    }

    /// <summary>The name in JSON.</summary>
    public string JsonName => _model.JsonName;

    /// <summary>The number in protobuf; 0 for apiVersion and kind, which travel in the envelope.</summary>
    public int Number => _model.Number;

    /// <summary>One sentence that says what it is for; may be empty.</summary>
    public string Description => _model.Description.Length > 0 ? _model.Description : SchemaDescriptions.Of(_package, _owner, JsonName);

    /// <summary>One value, an optional one, a list or a map.</summary>
    public ValueShape Shape => _model.Shape;

    /// <summary>What the value, or each element, is.</summary>
    public ValueKind Kind => _model.Kind;

    /// <summary>The type of a struct value or element; null for the rest and for unions written by hand.</summary>
    public TypeSchema? Struct => _struct.Value;

    /// <summary>The struct type's name as written in the schema; empty for the rest.</summary>
    public string TypeName => _model.TypeName;

    /// <summary>The version of the package that the field's type names are of: <c>v1</c>.</summary>
    internal string Version => _package[(_package.LastIndexOf('.') + 1)..];

    /// <summary>For strings of a named type upstream, its Go name; empty for a plain string.</summary>
    internal string Named => _model.Named;

    /// <summary>Whether an object without it is invalid by its schema.</summary>
    public bool Required => _model.Required;

    /// <summary>Whether it is written even when zero.</summary>
    public bool Always => _model.Always;

    /// <summary>x-kubernetes-list-type: <c>atomic</c>, <c>set</c>, <c>map</c>; empty when unsaid.</summary>
    public string ListType => _model.ListType;

    /// <summary>x-kubernetes-list-map-keys.</summary>
    public IReadOnlyList<string> ListMapKeys => _model.ListMapKeys;

    /// <summary>x-kubernetes-map-type: <c>atomic</c>, <c>granular</c>; empty when unsaid.</summary>
    public string StructType => _model.StructType;

    /// <summary>x-kubernetes-patch-strategy: <c>merge</c>, <c>retainKeys</c>, <c>replace</c> or several; empty when unsaid.</summary>
    public string PatchStrategy => _model.PatchStrategy;

    /// <summary>x-kubernetes-patch-merge-key; empty when unsaid.</summary>
    public string PatchMergeKey => _model.PatchMergeKey;

    /// <summary>The unconditional default as JSON; empty when there is none.</summary>
    public string Default => _model.Default;
}
