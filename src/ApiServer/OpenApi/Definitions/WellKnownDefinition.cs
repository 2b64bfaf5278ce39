using Kybernet.Api.Json;
using Kybernet.Api.Schema;

namespace Kybernet.ApiServer.OpenApi;

/// <summary>A type that is no struct of the schema: times, amounts, any JSON.</summary>
internal sealed class WellKnownDefinition : Definition
{
    private readonly string _description;
    private readonly string _type;
    private readonly string _format;
    private readonly string[] _oneOf;

    private WellKnownDefinition(string name, string description, string type = "", string format = "", params string[] oneOf) : base(name) =>
        (_description, _type, _format, _oneOf) = (description, type, format, oneOf);

    /// <summary>A time to the second.</summary>
    public static Definition Time { get; } =
        new WellKnownDefinition(Meta("Time"), "A point in time, to the second, as RFC 3339 writes it.", "string", "date-time");

    /// <summary>A time to the microsecond.</summary>
    public static Definition MicroTime { get; } =
        new WellKnownDefinition(Meta("MicroTime"), "A point in time, to the microsecond, as RFC 3339 writes it.", "string", "date-time");

    /// <summary>A duration in Go's notation.</summary>
    public static Definition Duration { get; } =
        new WellKnownDefinition(Meta("Duration"), "A span of time as Go writes it, such as 1h30m0s.", "string");

    /// <summary>An amount with a unit.</summary>
    public static Definition Quantity { get; } = new WellKnownDefinition(
        "io.k8s.apimachinery.pkg.api.resource.Quantity",
        "A number, exact, that may end in a unit: decimal (m, k, M, G, T, P, E), binary (Ki, Mi, Gi, Ti, Pi, Ei) or an exponent. 500m is one half, 1Gi is 1073741824.",
        "string", "", "string", "number");

    /// <summary>A whole number or a name.</summary>
    public static Definition IntOrString { get; } = new WellKnownDefinition(
        "io.k8s.apimachinery.pkg.util.intstr.IntOrString",
        "A whole number or a string: a port by number or by name, an amount of pods or a percentage of them.",
        "string", "int-or-string", "integer", "string");

    /// <summary>An object of any kind.</summary>
    public static Definition RawExtension { get; } =
        new WellKnownDefinition("io.k8s.apimachinery.pkg.runtime.RawExtension", "An object of whatever kind.", "object");

    /// <summary>The fields that a manager owns.</summary>
    public static Definition FieldsV1 { get; } =
        new WellKnownDefinition(Meta("FieldsV1"), "A set of fields, as a tree of their names.", "object");

    /// <summary>The body of a patch.</summary>
    public static Definition Patch { get; } =
        new WellKnownDefinition(Meta("Patch"), "A change to an object, in one of the forms that PATCH takes.", "object");

    /// <summary>Any JSON in a custom resource's schema.</summary>
    public static Definition Json { get; } = new WellKnownDefinition(DefinitionNames.Of("apiextensions.v1", "JSON"), "Any JSON value.");

    /// <summary>The definition of a scalar kind that has one; null for the rest.</summary>
    public static Definition? Of(FieldSchema field, TypeSchema owner) => field.Kind switch
    {
        ValueKind.Time => Time,
        ValueKind.MicroTime => MicroTime,
        ValueKind.Duration => Duration,
        ValueKind.Quantity => Quantity,
        ValueKind.IntOrString => IntOrString,
        ValueKind.Raw when owner.Package == "apiextensions.v1" => Json,
        ValueKind.Raw when field.JsonName == "fieldsV1" => FieldsV1,
        ValueKind.Raw => RawExtension,
        // The unions of a custom resource's schema: one of two forms, which OpenAPI 2 cannot say.
        ValueKind.Struct when field.Struct is null => new WellKnownDefinition(
            DefinitionNames.Of(owner.Package, field.TypeName), "A schema in one form, or in another."),
        _ => null,
    };

    /// <inheritdoc/>
    public override IEnumerable<Definition> References => [];

    /// <inheritdoc/>
    public override JsonObject Build(SpecDialect dialect)
    {
        JsonObject schema = new() { ["description"] = _description };
        if (dialect.IsV3 && _oneOf.Length > 0)
        {
            schema["oneOf"] = new JsonArray(_oneOf.Select(t => (JsonValue)new JsonObject { ["type"] = t }));
        }
        else if (_type.Length > 0)
        {
            schema["type"] = _type;
        }

        if (_format.Length > 0) schema["format"] = _format;
        return schema;
    }

    private static string Meta(string name) => DefinitionNames.Of("meta.v1", name);
}
