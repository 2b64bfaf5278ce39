using System.Collections.Concurrent;
using System.Text;

namespace Kybernet.Api.Schema;

/// <summary>All type schemas of this assembly, read from its embedded <c>.api</c> files as they are asked for.</summary>
public static class SchemaCatalog
{
    private const string KindDescription = "What kind of object this is, such as Pod.";
    private const string ApiVersionDescription = "The API group and version in which this object is written, such as apps/v1, or v1 for the core group.";

    private static readonly ConcurrentDictionary<string, Lazy<Package>> Packages = new(StringComparer.Ordinal);
    private static readonly Lazy<Dictionary<GroupVersion, string>> PackageNames = new(() =>
        PackageFiles().Select(name => Load(name).Model).ToDictionary(p => new GroupVersion(p.Group, p.Version), p => p.Name));

    /// <summary>The schema of a kind, or null when this build does not know it.</summary>
    public static TypeSchema? Find(GroupVersionKind gvk) =>
        PackageNames.Value.TryGetValue(gvk.GroupVersion, out var package) ? Find(package, gvk.Kind) : null;

    /// <summary>The schema of a type of a schema file (<c>core.v1</c>, <c>PodSpec</c>), or null.</summary>
    public static TypeSchema? Find(string package, string type) => Load(package).Types.GetValueOrDefault(type);

    /// <summary>Every type of a schema file, in the order written there.</summary>
    public static IReadOnlyList<TypeSchema> TypesOf(string package)
    {
        var loaded = Load(package);
        return [.. loaded.Model.Types.Select(t => loaded.Types[t.Name])];
    }

    /// <summary>The names of all schema files: <c>apps.v1</c>, <c>core.v1</c> ...</summary>
    public static IReadOnlyList<string> PackageFiles() =>
    [
        .. typeof(SchemaCatalog).Assembly.GetManifestResourceNames()
            .Where(n => n.EndsWith(".api", StringComparison.Ordinal))
            .Select(n => n[..^".api".Length])
            .Order(StringComparer.Ordinal),
    ];

    internal static TypeSchema? Resolve(PackageModel from, string typeName)
    {
        var dot = typeName.LastIndexOf('.');
        return dot < 0 ? Find(from.Name, typeName) : Find(typeName[..dot], typeName[(dot + 1)..]);
    }

    internal static IReadOnlyList<FieldSchema> Fields(PackageModel package, TypeModel model)
    {
        List<FieldSchema> fields = [];
        if (model.IsKind)
        {
            fields.Add(new FieldSchema(package, model, new FieldModel { JsonName = "kind", Description = KindDescription }));
            fields.Add(new FieldSchema(package, model, new FieldModel { JsonName = "apiVersion", Description = ApiVersionDescription }));
        }

        foreach (var field in model.Fields)
        {
            if (field.Inline) fields.AddRange(Resolve(package, field.TypeName)!.Fields);
            else fields.Add(new FieldSchema(package, model, field));
        }

        return fields;
    }

    /// <summary>Reads a schema file; with <paramref name="descriptions"/> only where they are wanted, for most never ask.</summary>
    internal static PackageModel Parse(string name, bool descriptions)
    {
        using var stream = typeof(SchemaCatalog).Assembly.GetManifestResourceStream(name + ".api")
            ?? throw new ArgumentException($"there is no schema file {name}", nameof(name));
        using StreamReader reader = new(stream, Encoding.UTF8);
        return SchemaParser.Parse(reader, descriptions);
    }

    private static Package Load(string name) => Packages.GetOrAdd(name, static n => new(() => Read(n))).Value;

    private static Package Read(string name)
    {
        var model = Parse(name, descriptions: false);
        return new Package(model, model.Types.ToDictionary(t => t.Name, t => new TypeSchema(model, t), StringComparer.Ordinal));
    }

    private sealed record Package(PackageModel Model, Dictionary<string, TypeSchema> Types);
}
