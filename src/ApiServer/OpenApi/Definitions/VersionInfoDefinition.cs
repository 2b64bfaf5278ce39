using Kybernet.Api.Json;

namespace Kybernet.ApiServer.OpenApi;

/// <summary>What /version answers.</summary>
internal sealed class VersionInfoDefinition() : Definition("io.k8s.apimachinery.pkg.version.Info")
{
    private static readonly string[] Always =
        ["major", "minor", "gitVersion", "gitCommit", "gitTreeState", "buildDate", "goVersion", "compiler", "platform"];

    private static readonly string[] Sometimes = ["emulationMajor", "emulationMinor", "minCompatibilityMajor", "minCompatibilityMinor"];

    /// <inheritdoc/>
    public override IEnumerable<Definition> References => [];

    /// <inheritdoc/>
    public override JsonObject Build(SpecDialect dialect)
    {
        JsonObject properties = new();
        foreach (var name in Always.Concat(Sometimes).Order(StringComparer.Ordinal))
        {
            JsonObject property = new() { ["type"] = "string" };
            if (dialect.IsV3 && Always.Contains(name)) property["default"] = "";
            properties[name] = property;
        }

        return new JsonObject
        {
            ["description"] = "Which Kubernetes this is, and how it was built.",
            ["properties"] = properties,
            ["required"] = new JsonArray(Always.Select(n => (JsonValue)n)),
            ["type"] = "object",
        };
    }
}
