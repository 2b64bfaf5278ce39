using Kybernet.Api.Json;
using Kybernet.Api.Schema;

namespace Kybernet.ApiServer.OpenApi;

/// <summary>A parameter of an operation, in the query or the path.</summary>
/// <param name="Name">Its name.</param>
/// <param name="In"><c>query</c> or <c>path</c>.</param>
/// <param name="Type"><c>string</c>, <c>integer</c> or <c>boolean</c>.</param>
/// <param name="Description">What it is for.</param>
internal sealed record SpecParameter(string Name, string In, string Type, string Description)
{
    /// <summary>Whether output is indented for people.</summary>
    public static SpecParameter Pretty { get; } =
        new("pretty", "query", "string", "Indents the answer; set it to true. People who ask with a browser or curl get that anyway.");

    /// <summary>The namespace in the path.</summary>
    public static SpecParameter Namespace { get; } = new("namespace", "path", "string", "The namespace in which the object is.");

    /// <summary>What follows a proxy's path.</summary>
    public static SpecParameter Rest { get; } = new("path", "path", "string", "The path at the place that is proxied to.");

    /// <summary>The object's name in the path.</summary>
    public static SpecParameter ObjectName(string kind) => new("name", "path", "string", $"The name of the {kind}.");

    /// <summary>The parameters that an options kind of the schema stands for: its fields, but those that no query can carry.</summary>
    /// <param name="package">The schema file: <c>meta.v1</c>.</param>
    /// <param name="type">The type: <c>ListOptions</c>.</param>
    public static IEnumerable<SpecParameter> Of(string package, string type) =>
        from field in SchemaCatalog.Find(package, type)!.Fields
        where field.JsonName is not ("kind" or "apiVersion") && TypeOf(field.Kind) is not null
        select new SpecParameter(field.JsonName, "query", TypeOf(field.Kind)!, field.Description);

    /// <summary>Says what it is.</summary>
    public JsonObject Build(SpecDialect dialect)
    {
        JsonObject parameter = new();
        if (Description.Length > 0) parameter["description"] = Description;
        parameter["in"] = In;
        parameter["name"] = Name;
        if (In == "path") parameter["required"] = true;
        var typed = dialect.IsV3 ? new JsonObject() : parameter;
        typed["type"] = Type;
        typed["uniqueItems"] = true;
        if (dialect.IsV3) parameter["schema"] = typed;
        return parameter;
    }

    private static string? TypeOf(ValueKind kind) => kind switch
    {
        ValueKind.String => "string",
        ValueKind.Int32 or ValueKind.Int64 => "integer",
        ValueKind.Bool => "boolean",
        _ => null,
    };
}
