using Kybernet.Api.Json;

namespace Kybernet.ApiServer.OpenApi;

/// <summary>A path and its operations in gnostic's messages for OpenAPI 3.</summary>
internal static class GnosticV3Path
{
    // Fields of PathItem.
    private static readonly (string Method, int Field)[] Methods =
        [("get", 4), ("put", 5), ("post", 6), ("delete", 7), ("options", 8), ("head", 9), ("patch", 10)];

    /// <summary>Encodes a path item.</summary>
    public static ProtobufMessage Item(JsonObject item)
    {
        ProtobufMessage message = new();
        foreach (var (method, field) in Methods)
        {
            if (item[method].ObjectOrNull is { } operation) message.Message(field, Operation(operation));
        }

        return message.Messages(13, Parameters(item["parameters"]));
    }

    private static ProtobufMessage Operation(JsonObject operation) => new ProtobufMessage()
        .Texts(1, GnosticParts.Strings(operation["tags"]))
        .Text(3, operation["description"].StringOrNull)
        .Text(5, operation["operationId"].StringOrNull)
        .Messages(6, Parameters(operation["parameters"]))
        .Message(7, operation["requestBody"].ObjectOrNull is { } body ? Chosen(RequestBody(body)) : null)
        .Message(8, Responses(operation["responses"].AsObject()))
        .Messages(13, GnosticParts.Extensions(operation));

    // What may be given in place or by reference, and is given in place.
    private static ProtobufMessage Chosen(ProtobufMessage message) => new ProtobufMessage().Message(1, message);

    private static IEnumerable<ProtobufMessage> Parameters(JsonValue parameters) => GnosticParts.Objects(parameters).Select(p => Chosen(Parameter(p)));

    private static ProtobufMessage Parameter(JsonObject parameter) => new ProtobufMessage()
        .Text(1, parameter["name"].AsString())
        .Text(2, parameter["in"].AsString())
        .Text(3, parameter["description"].StringOrNull)
        .Flag(4, parameter["required"].BooleanOrNull == true)
        .Message(10, GnosticV3Schema.Of(parameter["schema"].AsObject()));

    private static ProtobufMessage RequestBody(JsonObject body) => new ProtobufMessage()
        .Message(2, Content(body["content"].AsObject()))
        .Flag(3, body["required"].BooleanOrNull == true);

    private static ProtobufMessage Responses(JsonObject responses) =>
        new ProtobufMessage().Messages(2, responses.Select(r => GnosticParts.Named(r.Key, Chosen(Response(r.Value.AsObject())))));

    private static ProtobufMessage Response(JsonObject response) => new ProtobufMessage()
        .Text(1, response["description"].StringOrNull)
        .Message(3, response["content"].ObjectOrNull is { } content ? Content(content) : null);

    private static ProtobufMessage Content(JsonObject content) => new ProtobufMessage().Messages(
        1, content.Select(c => GnosticParts.Named(c.Key, new ProtobufMessage().Message(1, GnosticV3Schema.Of(c.Value.AsObject()["schema"].AsObject())))));
}
