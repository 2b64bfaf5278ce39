namespace Kybernet.Api;

/// <summary>What decoding errors need to know of a type: its name and the JSON names of its fields by index.</summary>
/// <param name="Package">The schema file that defines the type: <c>core.v1</c>.</param>
/// <param name="TypeName">The type's name upstream.</param>
/// <param name="Names">The JSON names, in the order of the generated field indexes; at most 64.</param>
internal sealed record StructFields(string Package, string TypeName, string[] Names)
{
    /// <summary>The type as Go prints it: <c>v1.PodSpec</c>.</summary>
    public string GoName => Package[(Package.LastIndexOf('.') + 1)..] + "." + TypeName;
}
