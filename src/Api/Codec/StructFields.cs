namespace Kybernet.Api;

/// <summary>What decoding errors need to know of a type: its name and the JSON names of its fields by index.</summary>
/// <param name="TypeName">The type's name upstream.</param>
/// <param name="Names">The JSON names, in the order of the generated field indexes; at most 64.</param>
internal sealed record StructFields(string TypeName, string[] Names);
