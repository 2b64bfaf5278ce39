using Kybernet.Api.Json;

namespace Kybernet.ApiServer.Tests.OpenApi;

/// <summary>
/// Reads gnostic's messages for OpenAPI 3 back to the JSON that they were made of. A field that it does not know is an error,
/// so that nothing is said that nobody reads.
/// </summary>
internal static class GnosticV3Json
{
    public static JsonObject Document(byte[] bytes)
    {
        var document = Known(Wire.Read(bytes), 1, 2, 4, 5);
        var info = Known(document.Part(2), 1, 6);
        return new JsonObject
        {
            ["openapi"] = document.Text(1),
            ["info"] = new JsonObject { ["title"] = info.Text(1), ["version"] = info.Text(6) },
            ["paths"] = Map(document.Parts(4).SelectMany(static p => Known(p, 1).Parts(1)), PathItem),
            ["components"] = new JsonObject
            {
                ["schemas"] = Map(Components(document, 1), Schema),
                ["securitySchemes"] = Map(Components(document, 7), static s => Security(Known(Known(s, 1).Part(1), 1, 2, 3, 4))),
            },
        };
    }

    private static IEnumerable<Wire> Components(Wire document, int kind) =>
        document.Parts(5).Select(static c => Known(c, 1, 7)).SelectMany(c => c.Parts(kind)).SelectMany(static s => Known(s, 1).Parts(1));

    private static JsonObject Security(Wire scheme) => new()
    {
        ["type"] = scheme.Text(1), ["description"] = scheme.Text(2), ["name"] = scheme.Text(3), ["in"] = scheme.Text(4),
    };

    private static JsonValue PathItem(Wire item)
    {
        JsonObject json = new();
        foreach (var (field, method) in new[] { (4, "get"), (5, "put"), (6, "post"), (7, "delete"), (8, "options"), (9, "head"), (10, "patch") })
        {
            if (item.Has(field)) json[method] = Operation(item.Part(field));
        }

        Known(item, 4, 5, 6, 7, 8, 9, 10, 13);
        SetParameters(json, item.Parts(13));
        return json;
    }

    private static JsonObject Operation(Wire operation)
    {
        JsonObject json = new() { ["tags"] = Strings(operation.Texts(1)), ["operationId"] = operation.Text(5), ["responses"] = Map(Known(operation.Part(8), 2).Parts(2), Response) };
        SetText(json, "description", operation, 3);
        SetParameters(json, operation.Parts(6));
        if (operation.Has(7)) json["requestBody"] = RequestBody(Known(Known(operation.Part(7), 1).Part(1), 2, 3));
        SetExtensions(json, operation.Parts(13));
        Known(operation, 1, 3, 5, 6, 7, 8, 13);
        return json;
    }

    private static JsonObject RequestBody(Wire body)
    {
        JsonObject json = new() { ["content"] = Content(body.Part(2)) };
        SetTrue(json, "required", body, 3);
        return json;
    }

    private static JsonValue Response(Wire chosen)
    {
        var response = Known(Known(chosen, 1).Part(1), 1, 3);
        JsonObject json = new() { ["description"] = response.Text(1) };
        if (response.Has(3)) json["content"] = Content(response.Part(3));
        return json;
    }

    private static JsonObject Content(Wire content) => Map(Known(content, 1).Parts(1), static m => new JsonObject { ["schema"] = Schema(Known(m, 1).Part(1)) });

    private static void SetParameters(JsonObject json, IEnumerable<Wire> parameters)
    {
        JsonArray array = [];
        foreach (var parameter in parameters.Select(static p => Known(Known(p, 1).Part(1), 1, 2, 3, 4, 10)))
        {
            JsonObject one = new() { ["name"] = parameter.Text(1), ["in"] = parameter.Text(2), ["schema"] = Schema(parameter.Part(10)) };
            SetText(one, "description", parameter, 3);
            SetTrue(one, "required", parameter, 4);
            array.Add(one);
        }

        if (array.Count > 0) json["parameters"] = array;
    }

    private static JsonValue Schema(Wire either)
    {
        Known(either, 1, 2);
        if (either.Has(2)) return new JsonObject { ["$ref"] = Known(either.Part(2), 1).Text(1) };
        var schema = Known(either.Part(1), 20, 23, 25, 26, 27, 30, 31, 32, 33, 34, 35, 36);
        JsonObject json = new();
        SetTrue(json, "uniqueItems", schema, 20);
        if (schema.Has(23)) json["required"] = Strings(schema.Texts(23));
        SetText(json, "type", schema, 25);
        if (schema.Has(26)) json["allOf"] = new JsonArray(schema.Parts(26).Select(Schema));
        if (schema.Has(27)) json["oneOf"] = new JsonArray(schema.Parts(27).Select(Schema));
        if (schema.Has(30)) json["items"] = Schema(Known(schema.Part(30), 1).Part(1));
        if (schema.Has(31)) json["properties"] = Map(Known(schema.Part(31), 1).Parts(1), Schema);
        if (schema.Has(32)) json["additionalProperties"] = Schema(Known(schema.Part(32), 1).Part(1));
        if (schema.Has(33)) json["default"] = Default(Known(schema.Part(33), 1, 2, 3));
        SetText(json, "description", schema, 34);
        SetText(json, "format", schema, 35);
        SetExtensions(json, schema.Parts(36));
        return json;
    }

    // Which object it was is not told: where there is a default, there are only empty ones.
    private static JsonValue Default(Wire value)
    {
        if (value.Has(3)) return value.Text(3);
        if (value.Has(2)) return value.Number(2) == 1;
        if (!value.Has(1)) return new JsonObject();
        var number = BitConverter.UInt64BitsToDouble(value.Number(1));
        return number == (long)number ? (JsonValue)(long)number : number;
    }

    private static JsonObject Map(IEnumerable<Wire> pairs, Func<Wire, JsonValue> read)
    {
        JsonObject json = new();
        foreach (var pair in pairs) json[Known(pair, 1, 2).Text(1)] = read(pair.Part(2));
        return json;
    }

    private static void SetExtensions(JsonObject json, IEnumerable<Wire> extensions)
    {
        foreach (var extension in extensions) json[extension.Text(1)] = JsonValue.Parse(Known(extension.Part(2), 2).Text(2));
    }

    private static void SetText(JsonObject json, string name, Wire message, int field)
    {
        if (message.Has(field)) json[name] = message.Text(field);
    }

    private static void SetTrue(JsonObject json, string name, Wire message, int field)
    {
        if (message.Has(field)) json[name] = message.Number(field) == 1;
    }

    private static JsonArray Strings(IEnumerable<string> texts) => new(texts.Select(static t => (JsonValue)t));

    private static Wire Known(Wire message, params int[] fields)
    {
        Assert.Empty(message.Fields.Except(fields));
        return message;
    }
}
