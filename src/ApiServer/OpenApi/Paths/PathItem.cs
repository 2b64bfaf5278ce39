using System.Globalization;
using Kybernet.Api.Json;

namespace Kybernet.ApiServer.OpenApi;

/// <summary>Says in OpenAPI what can be done on a path.</summary>
internal static class PathItem
{
    /// <summary>The path's item. Parameters that all operations have in common are told once.</summary>
    public static JsonObject Build(SpecPath path, SpecDialect dialect)
    {
        var common = path.Operations.Select(o => o.Parameters.AsEnumerable()).Aggregate((a, b) => a.Intersect(b)).ToList();
        JsonObject item = new();
        foreach (var operation in path.Operations.OrderBy(o => o.Method, StringComparer.Ordinal))
        {
            item[operation.Method] = Build(operation, operation.Parameters.Except(common), dialect);
        }

        if (common.Count > 0) item["parameters"] = Parameters(common, dialect);
        return item;
    }

    private static JsonObject Build(SpecOperation operation, IEnumerable<SpecParameter> own, SpecDialect dialect)
    {
        JsonObject result = new() { ["description"] = operation.Description, ["operationId"] = operation.Id };
        var parameters = Parameters(own, dialect);
        if (!dialect.IsV3)
        {
            if (operation.Consumes.Count > 0) result["consumes"] = Strings(operation.Consumes);
            result["produces"] = Strings(operation.Produces);
            result["schemes"] = new JsonArray(["https"]);
            if (operation.Body is { } body) parameters.Insert(0, BodyParameter(operation, body, dialect));
        }
        else if (operation.Body is { } body)
        {
            result["requestBody"] = RequestBody(operation, body, dialect);
        }

        if (parameters.Count > 0) result["parameters"] = parameters;
        result["responses"] = Responses(operation, dialect);
        result["tags"] = new JsonArray([operation.Tag]);
        if (operation.Action.Length > 0) result["x-kubernetes-action"] = operation.Action;
        if (operation.Kind is { } kind) result["x-kubernetes-group-version-kind"] = TypeDefinition.Kind(kind);
        return result;
    }

    private static JsonArray Parameters(IEnumerable<SpecParameter> parameters, SpecDialect dialect) =>
        new(parameters.OrderBy(p => p.Name, StringComparer.Ordinal).ThenBy(p => p.In, StringComparer.Ordinal).DistinctBy(p => (p.Name, p.In)).Select(p => (JsonValue)p.Build(dialect)));

    private static JsonObject BodyParameter(SpecOperation operation, Definition body, SpecDialect dialect)
    {
        JsonObject parameter = new() { ["in"] = "body", ["name"] = "body" };
        if (!operation.BodyIsOptional) parameter["required"] = true;
        parameter["schema"] = dialect.Reference(body.Name);
        return parameter;
    }

    private static JsonObject RequestBody(SpecOperation operation, Definition body, SpecDialect dialect)
    {
        JsonObject result = new() { ["content"] = Content(operation.Consumes, body, dialect) };
        if (!operation.BodyIsOptional) result["required"] = true;
        return result;
    }

    private static JsonObject Responses(SpecOperation operation, SpecDialect dialect)
    {
        JsonObject responses = new();
        foreach (var code in operation.Codes)
        {
            JsonObject response = new() { ["description"] = code switch { 201 => "Created", 202 => "Accepted", _ => "OK" } };
            if (dialect.IsV3) response["content"] = Content(operation.Produces, operation.Answer, dialect);
            else response["schema"] = Schema(operation.Answer, dialect);
            responses[code.ToString(CultureInfo.InvariantCulture)] = response;
        }

        responses["401"] = new JsonObject { ["description"] = "Unauthorized" };
        return responses;
    }

    private static JsonObject Content(IReadOnlyList<string> types, Definition? definition, SpecDialect dialect)
    {
        JsonObject content = new();
        foreach (var type in types) content[type] = new JsonObject { ["schema"] = Schema(definition, dialect) };
        return content;
    }

    private static JsonObject Schema(Definition? definition, SpecDialect dialect) =>
        definition is null ? new JsonObject { ["type"] = "string" } : dialect.Reference(definition.Name);

    private static JsonArray Strings(IReadOnlyList<string> values) => new(values.Select(v => (JsonValue)v));
}
