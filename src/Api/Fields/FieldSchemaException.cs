namespace Kybernet.Api.Fields;

/// <summary>A value does not fit its merge schema.</summary>
/// <param name="path">Where, as in <c>.spec.ports</c>.</param>
/// <param name="problem">What is wrong, in upstream's words.</param>
public sealed class FieldSchemaException(string path, string problem) : Exception($"{path}: {problem}");
