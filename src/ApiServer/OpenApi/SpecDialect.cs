using Kybernet.Api.Json;

namespace Kybernet.ApiServer.OpenApi;

/// <summary>The two versions of OpenAPI in which the API is described, where they differ.</summary>
internal sealed class SpecDialect
{
    private readonly string _referencePrefix;

    private SpecDialect(string referencePrefix, bool isV3)
    {
        _referencePrefix = referencePrefix;
        IsV3 = isV3;
    }

    /// <summary>OpenAPI 2.0, also known as Swagger.</summary>
    public static SpecDialect V2 { get; } = new("#/definitions/", isV3: false);

    /// <summary>OpenAPI 3.0.</summary>
    public static SpecDialect V3 { get; } = new("#/components/schemas/", isV3: true);

    /// <summary>Whether it is the third: defaults are told, unions of types can be said, bodies are no parameters.</summary>
    public bool IsV3 { get; }

    /// <summary>Refers to a definition by its name.</summary>
    public JsonObject Reference(string definition) => new() { ["$ref"] = _referencePrefix + definition };
}
