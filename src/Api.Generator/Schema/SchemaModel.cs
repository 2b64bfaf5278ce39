using System.Collections.Generic;

namespace Kybernet.Api.Schema;

/// <summary>One <c>.api</c> file: the resources, kinds and types of one API group version.</summary>
internal sealed class PackageModel
{
    /// <summary>Name by which other files refer to this one: <c>core.v1</c>.</summary>
    public string Name = "";

    /// <summary>The API group; empty for the core group.</summary>
    public string Group = "";

    /// <summary>The version: <c>v1</c>.</summary>
    public string Version => Name.Substring(Name.LastIndexOf('.') + 1);

    public List<ResourceModel> Resources = new();
    public List<TypeModel> Types = new();
}

/// <summary>A served resource: what discovery and the request pipeline need to know of it.</summary>
internal sealed class ResourceModel
{
    public string Plural = "", Kind = "", Singular = "";
    public bool Namespaced;
    public List<string> ShortNames = new(), Categories = new(), Verbs = new();
    public List<SubresourceModel> Subresources = new();
    public List<ColumnModel> Columns = new();
}

/// <summary>A subresource. Group and Version are empty when its kind is of the resource's own group version.</summary>
internal sealed class SubresourceModel
{
    public string Name = "", Group = "", Version = "", Kind = "";
    public List<string> Verbs = new();
}

/// <summary>A column of the resource's Table form.</summary>
internal sealed class ColumnModel
{
    public string Name = "", Type = "", Format = "", Description = "";
    public int Priority;
}

/// <summary>A struct of the API. A kind is a type that carries apiVersion and kind.</summary>
internal sealed class TypeModel
{
    public string Name = "";
    public string Description = "";
    public bool IsKind;

    /// <summary><c>atomic</c> where the struct is replaced as a whole wherever it appears; empty when unsaid.</summary>
    public string StructType = "";

    /// <summary>The field that says which one of <see cref="UnionFields"/> is set; empty where none does.</summary>
    public string UnionDiscriminator = "";

    /// <summary>Fields of which one at most is set.</summary>
    public List<string> UnionFields = new();
    public List<FieldModel> Fields = new();
}

/// <summary>A field of a type.</summary>
internal sealed class FieldModel
{
    public string JsonName = "";
    public string Description = "";
    public int Number;
    public ValueShape Shape;
    public ValueKind Kind;

    /// <summary>For structs: <c>PodSpec</c>, or <c>core.v1.PodSpec</c> of another file.</summary>
    public string TypeName = "";

    /// <summary>For strings of a named type upstream, its Go name, which decoding errors tell; empty for a plain string.</summary>
    public string Named = "";

    /// <summary>The struct's fields appear among this type's own (an embedded struct upstream).</summary>
    public bool Inline;

    /// <summary>Written even when zero (no <c>omitempty</c> upstream).</summary>
    public bool Always;

    /// <summary>A struct that is left out when zero (<c>omitzero</c> upstream).</summary>
    public bool OmitZero;

    public bool Required;

    /// <summary>A list that is a message of its own in protobuf, with the items at number 1 (upstream's Verbs).</summary>
    public bool Wrapped;

    /// <summary><c>atomic</c>, <c>set</c> or <c>map</c>; empty when unsaid.</summary>
    public string ListType = "";
    public List<string> ListMapKeys = new();

    /// <summary><c>atomic</c> or <c>granular</c> for structs and maps; empty when unsaid.</summary>
    public string StructType = "";

    /// <summary><c>merge</c>, <c>retainKeys</c>, <c>replace</c>, comma-separated; empty when unsaid.</summary>
    public string PatchStrategy = "";
    public string PatchMergeKey = "";

    /// <summary>Unconditional default as JSON; empty when there is none.</summary>
    public string Default = "";
}
