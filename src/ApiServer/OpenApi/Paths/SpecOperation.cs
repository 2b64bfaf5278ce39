using Kybernet.Api;

namespace Kybernet.ApiServer.OpenApi;

/// <summary>What a method does on a path.</summary>
internal sealed record SpecOperation
{
    /// <summary>The HTTP method, lower case.</summary>
    public required string Method { get; init; }

    /// <summary>Its name in generated clients: <c>listCoreV1NamespacedPod</c>.</summary>
    public required string Id { get; init; }

    /// <summary>What it does.</summary>
    public required string Description { get; init; }

    /// <summary>The group and version as one word, or another heading.</summary>
    public required string Tag { get; init; }

    /// <summary>x-kubernetes-action: <c>list</c>, <c>patch</c> ...; empty for what is no resource.</summary>
    public string Action { get; init; } = "";

    /// <summary>The kind that it is about.</summary>
    public GroupVersionKind? Kind { get; init; }

    /// <summary>Its parameters, in no order.</summary>
    public IReadOnlyList<SpecParameter> Parameters { get; init; } = [];

    /// <summary>What is sent; null: nothing.</summary>
    public Definition? Body { get; init; }

    /// <summary>Whether it may be left out.</summary>
    public bool BodyIsOptional { get; init; }

    /// <summary>The media types that it takes.</summary>
    public IReadOnlyList<string> Consumes { get; init; } = [MediaTypes.Any];

    /// <summary>The media types that it answers with.</summary>
    public required IReadOnlyList<string> Produces { get; init; }

    /// <summary>Status codes of success.</summary>
    public IReadOnlyList<int> Codes { get; init; } = [200];

    /// <summary>What is answered; null: text.</summary>
    public Definition? Answer { get; init; }

    /// <summary>What it refers to.</summary>
    public IEnumerable<Definition> Definitions
    {
        get
        {
            if (Body is not null) yield return Body;
            if (Answer is not null) yield return Answer;
        }
    }
}

/// <summary>A path and what can be done there.</summary>
/// <param name="Path">The path, with <c>{name}</c> for parameters.</param>
/// <param name="Operations">One a method.</param>
internal sealed record SpecPath(string Path, IReadOnlyList<SpecOperation> Operations);
