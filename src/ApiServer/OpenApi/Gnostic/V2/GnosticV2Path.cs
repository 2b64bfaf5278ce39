using Kybernet.Api.Json;

namespace Kybernet.ApiServer.OpenApi;

/// <summary>A path and its operations in gnostic's messages.</summary>
internal static class GnosticV2Path
{
    // Fields of PathItem.
    private static readonly (string Method, int Field)[] Methods =
        [("get", 2), ("put", 3), ("post", 4), ("delete", 5), ("options", 6), ("head", 7), ("patch", 8)];

    /// <summary>Encodes a path item.</summary>
    public static ProtobufMessage Item(JsonObject item)
    {
        ProtobufMessage message = new();
        foreach (var (method, field) in Methods)
        {
            if (item[method].ObjectOrNull is { } operation) message.Message(field, Operation(operation));
        }

        return message.Messages(9, Parameters(item["parameters"]));
    }

    private static ProtobufMessage Operation(JsonObject operation) => new ProtobufMessage()
        .Texts(1, GnosticParts.Strings(operation["tags"]))
        .Text(3, operation["description"].StringOrNull)
        .Text(5, operation["operationId"].StringOrNull)
        .Texts(6, GnosticParts.Strings(operation["produces"]))
        .Texts(7, GnosticParts.Strings(operation["consumes"]))
        .Messages(8, Parameters(operation["parameters"]))
        .Message(9, Responses(operation["responses"].AsObject()))
        .Texts(10, GnosticParts.Strings(operation["schemes"]))
        .Messages(13, GnosticParts.Extensions(operation));

    private static IEnumerable<ProtobufMessage> Parameters(JsonValue parameters)
    {
        foreach (var parameter in GnosticParts.Objects(parameters))
        {
            yield return new ProtobufMessage().Message(1, parameter["in"].AsString() switch
            {
                "body" => new ProtobufMessage().Message(1, Body(parameter)),
                "path" => new ProtobufMessage().Message(2, new ProtobufMessage().Message(4, Path(parameter))),
                _ => new ProtobufMessage().Message(2, new ProtobufMessage().Message(3, Query(parameter))),
            });
        }
    }

    private static ProtobufMessage Body(JsonObject parameter) => new ProtobufMessage()
        .Text(1, parameter["description"].StringOrNull)
        .Text(2, parameter["name"].AsString())
        .Text(3, "body")
        .Flag(4, parameter["required"].BooleanOrNull == true)
        .Message(5, GnosticV2Schema.Of(parameter["schema"].AsObject()));

    private static ProtobufMessage Path(JsonObject parameter) => Common(parameter).Text(5, parameter["type"].AsString()).Flag(19, true);

    private static ProtobufMessage Query(JsonObject parameter) => Common(parameter).Text(6, parameter["type"].AsString()).Flag(20, true);

    private static ProtobufMessage Common(JsonObject parameter) => new ProtobufMessage()
        .Flag(1, parameter["required"].BooleanOrNull == true)
        .Text(2, parameter["in"].AsString())
        .Text(3, parameter["description"].StringOrNull)
        .Text(4, parameter["name"].AsString());

    private static ProtobufMessage Responses(JsonObject responses) =>
        new ProtobufMessage().Messages(1, responses.Select(r => GnosticParts.Named(r.Key, Response(r.Value.AsObject()))));

    private static ProtobufMessage Response(JsonObject response)
    {
        var schema = response["schema"].ObjectOrNull is { } json ? new ProtobufMessage().Message(1, GnosticV2Schema.Of(json)) : null;
        return new ProtobufMessage().Message(1, new ProtobufMessage().Text(1, response["description"].StringOrNull).Message(2, schema));
    }
}
