using Kybernet.Api.Json;

namespace Kybernet.ApiServer.OpenApi;

/// <summary>A schema that has a name, to which others refer.</summary>
/// <param name="name">The name.</param>
internal abstract class Definition(string name)
{
    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>What it refers to.</summary>
    public abstract IEnumerable<Definition> References { get; }

    /// <summary>Says what it is.</summary>
    public abstract JsonObject Build(SpecDialect dialect);
}
