using Kybernet.Api.Json;

namespace Kybernet.ApiServer.OpenApi;

/// <summary>A schema in gnostic's message of that name.</summary>
internal static class GnosticV2Schema
{
    // Fields of Schema.
    private const int Reference = 1, Format = 2, Description = 4, Required = 19, AdditionalProperties = 21, Type = 22, Items = 23,
        Properties = 25, VendorExtension = 31;

    /// <summary>Encodes a schema of OpenAPI 2.</summary>
    public static ProtobufMessage Of(JsonObject schema) => new ProtobufMessage()
        .Text(Reference, schema["$ref"].StringOrNull)
        .Text(Format, schema["format"].StringOrNull)
        .Text(Description, schema["description"].StringOrNull)
        .Texts(Required, GnosticParts.Strings(schema["required"]))
        .Message(AdditionalProperties, Wrapped(schema["additionalProperties"]))
        .Message(Type, schema["type"].StringOrNull is { } type ? new ProtobufMessage().Text(1, type) : null)
        .Message(Items, Wrapped(schema["items"]))
        .Message(Properties, PropertiesOf(schema["properties"]))
        .Messages(VendorExtension, GnosticParts.Extensions(schema));

    private static ProtobufMessage? Wrapped(JsonValue schema) =>
        schema.ObjectOrNull is { } json ? new ProtobufMessage().Message(1, Of(json)) : null;

    private static ProtobufMessage? PropertiesOf(JsonValue properties) => properties.ObjectOrNull is { } json
        ? new ProtobufMessage().Messages(1, json.Select(p => GnosticParts.Named(p.Key, Of(p.Value.AsObject()))))
        : null;
}
