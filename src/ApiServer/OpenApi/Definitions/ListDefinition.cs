using Kybernet.Api;
using Kybernet.Api.Json;
using Kybernet.Api.Schema;

namespace Kybernet.ApiServer.OpenApi;

/// <summary>A list of objects of one kind.</summary>
internal sealed class ListDefinition(TypeSchema item, IReadOnlyList<GroupVersion> versions) : Definition(DefinitionNames.Of(item) + "List")
{
    private static readonly TypeSchema ListMeta = SchemaCatalog.Find("meta.v1", "ListMeta")!;

    /// <inheritdoc/>
    public override IEnumerable<Definition> References => [new TypeDefinition(item, versions), new TypeDefinition(ListMeta, versions)];

    /// <inheritdoc/>
    public override JsonObject Build(SpecDialect dialect) => new()
    {
        ["description"] = $"A list of objects of the kind {item.Name}.",
        ["properties"] = new JsonObject
        {
            ["apiVersion"] = FieldSchemas.Build(item.Find("apiVersion")!, item, dialect),
            ["items"] = new JsonObject
            {
                ["type"] = "array",
                ["items"] = dialect.Reference(DefinitionNames.Of(item)),
                ["description"] = "The objects.",
            },
            ["kind"] = FieldSchemas.Build(item.Find("kind")!, item, dialect),
            ["metadata"] = Metadata(dialect),
        },
        ["required"] = new JsonArray(["items"]),
        ["type"] = "object",
        ["x-kubernetes-group-version-kind"] = new JsonArray([TypeDefinition.Kind(new(item.Group, item.Version, item.Name + "List"))]),
    };

    private static JsonObject Metadata(SpecDialect dialect)
    {
        const string Description = "The version of the list, and where it goes on.";
        var reference = dialect.Reference(DefinitionNames.Of(ListMeta));
        if (dialect.IsV3) return new() { ["allOf"] = new JsonArray([reference]), ["default"] = new JsonObject(), ["description"] = Description };
        reference["description"] = Description;
        return reference;
    }
}
