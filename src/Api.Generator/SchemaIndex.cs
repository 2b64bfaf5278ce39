using System;
using System.Collections.Generic;
using System.Linq;
using Kybernet.Api.Schema;

namespace Kybernet.Api.Generator;

/// <summary>Finds types by name across all schema files.</summary>
internal sealed class SchemaIndex
{
    private readonly Dictionary<string, (PackageModel Package, TypeModel Type)> _types = new(StringComparer.Ordinal);
    private readonly HashSet<string> _bases = new(StringComparer.Ordinal);

    public void Add(PackageModel package)
    {
        foreach (var type in package.Types)
        {
            _types[package.Name + "." + type.Name] = (package, type);
            foreach (var field in type.Fields.Where(f => f.Inline)) _bases.Add(FullName(package, field.TypeName));
        }
    }

    public (PackageModel Package, TypeModel Type) Find(PackageModel from, string typeName) =>
        _types.TryGetValue(FullName(from, typeName), out var found)
            ? found
            : throw new FormatException($"{from.Name}: there is no type {typeName}");

    /// <summary>Whether some other type embeds this one, so that its class cannot be sealed.</summary>
    public bool IsBase(PackageModel package, TypeModel type) => _bases.Contains(package.Name + "." + type.Name);

    /// <summary>The C# name: <c>global::Kybernet.Api.Core.V1.PodSpec</c>.</summary>
    public string ClassName(PackageModel from, string typeName)
    {
        // The unions of JSONSchemaProps are written by hand beside the generated classes.
        if (typeName.StartsWith("JSONSchemaPropsOr", StringComparison.Ordinal)) return "global::" + Namespace(from) + "." + typeName;
        var (package, type) = Find(from, typeName);
        return "global::" + Namespace(package) + "." + type.Name;
    }

    /// <summary>The C# namespace: <c>Kybernet.Api.Core.V1</c>.</summary>
    public static string Namespace(PackageModel package) =>
        "Kybernet.Api." + string.Join(".", package.Name.Split('.').Select(Pascal));

    public static string Pascal(string name) => char.ToUpperInvariant(name[0]) + name.Substring(1);

    /// <summary>The type's fields with embedded structs' fields in their places, outermost first.</summary>
    public List<FlatField> Flatten(PackageModel package, TypeModel type)
    {
        List<FlatField> fields = new();
        if (type.IsKind)
        {
            fields.Add(new FlatField(package, new FieldModel { JsonName = "kind", Kind = ValueKind.String }, inherited: true));
            fields.Add(new FlatField(package, new FieldModel { JsonName = "apiVersion", Kind = ValueKind.String }, inherited: true));
        }

        foreach (var field in type.Fields)
        {
            if (!field.Inline)
            {
                fields.Add(new FlatField(package, field, inherited: false));
                continue;
            }

            var embedded = Find(package, field.TypeName);
            fields.AddRange(Flatten(embedded.Package, embedded.Type).Select(f => new FlatField(f.Package, f.Field, inherited: true)));
        }

        return fields;
    }

    private static string FullName(PackageModel from, string typeName) =>
        typeName.IndexOf('.') >= 0 ? typeName : from.Name + "." + typeName;
}

/// <summary>A field as the class has it: its own, or inherited from an embedded struct.</summary>
internal readonly struct FlatField
{
    public FlatField(PackageModel package, FieldModel field, bool inherited) =>
        (Package, Field, Inherited) = (package, field, inherited);

    /// <summary>Where the field's type names are looked up.</summary>
    public PackageModel Package { get; }

    public FieldModel Field { get; }

    public bool Inherited { get; }
}
