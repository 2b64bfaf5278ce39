using Kybernet.Api.Json;

namespace Kybernet.ApiServer.OpenApi;

/// <summary>A schema in gnostic's messages for OpenAPI 3.</summary>
internal static class GnosticV3Schema
{
    // Fields of Schema.
    private const int UniqueItems = 20, Required = 23, Type = 25, AllOf = 26, OneOf = 27, Items = 30, Properties = 31, AdditionalProperties = 32,
        Default = 33, Description = 34, Format = 35, Extension = 36;

    /// <summary>Encodes a schema, or a reference to one, as the union of the two.</summary>
    public static ProtobufMessage Of(JsonObject schema) => schema["$ref"].StringOrNull is { } reference
        ? new ProtobufMessage().Message(2, new ProtobufMessage().Text(1, reference))
        : new ProtobufMessage().Message(1, Own(schema));

    private static ProtobufMessage Own(JsonObject schema) => new ProtobufMessage()
        .Flag(UniqueItems, schema["uniqueItems"].BooleanOrNull == true)
        .Texts(Required, GnosticParts.Strings(schema["required"]))
        .Text(Type, schema["type"].StringOrNull)
        .Messages(AllOf, GnosticParts.Objects(schema["allOf"]).Select(Of))
        .Messages(OneOf, GnosticParts.Objects(schema["oneOf"]).Select(Of))
        .Message(Items, Wrapped(schema["items"]))
        .Message(Properties, PropertiesOf(schema["properties"]))
        .Message(AdditionalProperties, Wrapped(schema["additionalProperties"]))
        .Message(Default, schema["default"] is { IsNull: false } value ? DefaultOf(value) : null)
        .Text(Description, schema["description"].StringOrNull)
        .Text(Format, schema["format"].StringOrNull)
        .Messages(Extension, GnosticParts.Extensions(schema));

    private static ProtobufMessage? Wrapped(JsonValue schema) =>
        schema.ObjectOrNull is { } json ? new ProtobufMessage().Message(1, Of(json)) : null;

    private static ProtobufMessage? PropertiesOf(JsonValue properties) => properties.ObjectOrNull is { } json
        ? new ProtobufMessage().Messages(1, json.Select(p => GnosticParts.Named(p.Key, Of(p.Value.AsObject()))))
        : null;

    // Of a default that is an object or a list gnostic says only that there is one.
    private static ProtobufMessage DefaultOf(JsonValue value)
    {
        ProtobufMessage message = new();
        if (value.NumberOrNull is { } number) return message.ChosenNumber(1, number);
        if (value.BooleanOrNull is { } flag) return message.ChosenFlag(2, flag);
        return value.StringOrNull is { } text ? message.ChosenText(3, text) : message;
    }
}
