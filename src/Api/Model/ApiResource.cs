namespace Kybernet.Api;

/// <summary>A resource as the API serves it: the content of a discovery entry and its Table columns.</summary>
public sealed record ApiResource
{
    /// <summary>Group, version and plural name.</summary>
    public required GroupVersionResource Gvr { get; init; }

    /// <summary>The kind of its objects.</summary>
    public required KindInfo Kind { get; init; }

    /// <summary>Lower-case singular name.</summary>
    public required string Singular { get; init; }

    /// <summary>Whether its objects live in namespaces.</summary>
    public required bool Namespaced { get; init; }

    /// <summary>The verbs it answers to, sorted.</summary>
    public required IReadOnlyList<string> Verbs { get; init; }

    /// <summary>Names that kubectl accepts in place of the plural.</summary>
    public IReadOnlyList<string> ShortNames { get; init; } = [];

    /// <summary>Groups of resources it belongs to, as <c>all</c>.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Its subresources, in order of name.</summary>
    public IReadOnlyList<ApiSubresource> Subresources { get; init; } = [];

    /// <summary>The columns of its Table form.</summary>
    public IReadOnlyList<TableColumn> Columns { get; init; } = [];

    /// <summary>The plural name.</summary>
    public string Name => Gvr.Resource;

    /// <summary>The resource of a group, as in error messages and authorization.</summary>
    public GroupResource GroupResource => Gvr.GroupResource;

    /// <summary>The subresource of that name, or null.</summary>
    public ApiSubresource? FindSubresource(string name)
    {
        foreach (var subresource in Subresources)
        {
            if (subresource.Name == name) return subresource;
        }

        return null;
    }

    /// <inheritdoc/>
    public override string ToString() => Gvr.ToString();
}

/// <summary>A subresource, as <c>status</c> or <c>scale</c>.</summary>
/// <param name="Name">Its name, without the resource's.</param>
/// <param name="Kind">The kind that is sent and answered.</param>
/// <param name="OwnGroupVersion">Whether the kind is of another group version than the resource's, and discovery says so.</param>
/// <param name="Verbs">The verbs it answers to, sorted.</param>
public sealed record ApiSubresource(string Name, GroupVersionKind Kind, bool OwnGroupVersion, IReadOnlyList<string> Verbs);

/// <summary>A column of a Table.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="Type">The OpenAPI type of its cells: string, integer, number, boolean, date.</param>
/// <param name="Format">The OpenAPI format, or empty; <c>name</c> marks the object's name.</param>
/// <param name="Priority">0: always shown; higher: in wide output.</param>
/// <param name="Description">What its cells say, in a sentence.</param>
public sealed record TableColumn(string Name, string Type, string Format, int Priority, string Description);
