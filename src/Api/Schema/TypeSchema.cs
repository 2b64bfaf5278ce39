using System.Collections.Frozen;

namespace Kybernet.Api.Schema;

/// <summary>
/// A type of the API as a table: what patching, strict validation, OpenAPI and explain walk. Read from the same
/// <c>.api</c> files from which the classes are generated.
/// </summary>
public sealed class TypeSchema
{
    private readonly Lazy<IReadOnlyList<FieldSchema>> _fields;
    private readonly Lazy<FrozenDictionary<string, FieldSchema>> _byName;
    private readonly Lazy<IReadOnlyList<TypeSchema>> _embedded;

    internal TypeSchema(PackageModel package, TypeModel model)
    {
        Package = package.Name;
        Group = package.Group;
        Version = package.Version;
        Name = model.Name;
        IsKind = model.IsKind;
        StructType = model.StructType;
        UnionDiscriminator = model.UnionDiscriminator;
        UnionFields = model.UnionFields;
        _fields = new(() => SchemaCatalog.Fields(package, model));
        _byName = new(() => Fields.ToFrozenDictionary(f => f.JsonName, StringComparer.Ordinal));
        _embedded = new(() => [.. model.Fields.Where(f => f.Inline).Select(f => SchemaCatalog.Resolve(package, f.TypeName)!)]);
    }

    /// <summary>The type's name: <c>PodSpec</c>.</summary>
    public string Name { get; }

    /// <summary>The schema file that defines it: <c>core.v1</c>.</summary>
    public string Package { get; }

    /// <summary>The API group it belongs to.</summary>
    public string Group { get; }

    /// <summary>The version it belongs to.</summary>
    public string Version { get; }

    /// <summary>One sentence that says what it is; may be empty.</summary>
    public string Description => SchemaDescriptions.Of(Package, Name);

    /// <summary>Whether it carries apiVersion and kind (which <see cref="Fields"/> then starts with).</summary>
    public bool IsKind { get; }

    /// <summary>
    /// x-kubernetes-map-type of the type itself: <c>atomic</c> where it is replaced as a whole wherever it appears, unless
    /// a field says otherwise (<see cref="FieldSchema.StructType"/>); empty when unsaid.
    /// </summary>
    public string StructType { get; }

    /// <summary>The field that says which of <see cref="UnionFields"/> is set; empty where none does.</summary>
    public string UnionDiscriminator { get; }

    /// <summary>x-kubernetes-unions: fields of which one at most is set; empty for what is no union.</summary>
    public IReadOnlyList<string> UnionFields { get; }

    /// <summary>The fields in JSON order; embedded structs' fields stand in the place of the struct.</summary>
    public IReadOnlyList<FieldSchema> Fields => _fields.Value;

    /// <summary>The field of that JSON name, or null.</summary>
    public FieldSchema? Find(string jsonName) => _byName.Value.GetValueOrDefault(jsonName);

    /// <summary>The embedded structs in which a field lies, each followed by a dot: <c>VolumeSource.</c>; empty for the type's own field.</summary>
    internal string EmbeddedPath(string jsonName) =>
        _embedded.Value.FirstOrDefault(e => e.Find(jsonName) is not null) is { } embedded
            ? $"{embedded.Name}.{embedded.EmbeddedPath(jsonName)}"
            : "";

    /// <inheritdoc/>
    public override string ToString() => $"{Package}.{Name}";
}
