using Kybernet.Api;
using Kybernet.ApiServer.Cache;

namespace Kybernet.ApiServer.Registry;

/// <summary>
/// A resource in one served version: everything that the one pipeline needs to know of it. Resources that are served in
/// several versions share one <see cref="Storage"/>.
/// </summary>
internal sealed class ResourceDefinition
{
    /// <summary>Names, scope, verbs, columns.</summary>
    public required ApiResource Resource { get; init; }

    /// <summary>Where the objects are; null for what is never stored (reviews, component statuses).</summary>
    public StoredResource? Storage { get; init; }

    /// <summary>
    /// Defaults and validation of this version. Everything else (preparing, updates, deletion, selectable fields) is
    /// asked of the stored version's strategy.
    /// </summary>
    public required ResourceStrategy Strategy { get; init; }

    /// <summary>Between this version and the stored one; null when they are the same.</summary>
    public IConverter? Converter { get; init; }

    /// <summary>How stored objects are judged that come in this version.</summary>
    public ResourceStrategy StoredRules => Converter?.StoredRules ?? Storage?.Strategy ?? Strategy;

    /// <summary>The served version's JSON.</summary>
    public ObjectFormat Format => field ??= Converter is null && Storage is not null ? Storage.Format : new ObjectFormat(Resource);

    /// <summary>Makes rows of a Table; null: name and age only.</summary>
    public ITablePrinter? Printer { get; init; }

    /// <summary>Whether rows show the stored version's objects: when this version has no printer of its own.</summary>
    public bool PrintsStored { get; init; }

    /// <summary>Answers a create of what is never stored.</summary>
    public ICreateHandler? CreateHandler { get; init; }

    /// <summary>Answers reads of what is computed.</summary>
    public IReadHandler? ReadHandler { get; init; }

    /// <summary>Answer creates on subresources, by their names: <c>token</c>, <c>binding</c>, <c>eviction</c>.</summary>
    public IReadOnlyDictionary<string, ICreateHandler> SubresourceHandlers { get; init; } =
        new Dictionary<string, ICreateHandler>(StringComparer.Ordinal);

    /// <summary>Serve streams on subresources, by their names: <c>log</c>, <c>exec</c>, <c>proxy</c> ...</summary>
    public IReadOnlyDictionary<string, IConnectHandler> ConnectHandlers { get; init; } =
        new Dictionary<string, IConnectHandler>(StringComparer.Ordinal);

    /// <summary>Group, version and plural name.</summary>
    public GroupVersionResource Gvr => Resource.Gvr;

    /// <summary>The resource of a group, as in error messages.</summary>
    public GroupResource GroupResource => Resource.GroupResource;

    /// <summary>The kind of the served version.</summary>
    public GroupVersionKind Kind => Resource.Kind.Gvk;

    /// <summary>A stored entry in the served version.</summary>
    public ObjectEntry Serve(ObjectEntry stored) => Converter is null ? stored : stored.As(Format, Converter.FromStored);

    /// <inheritdoc/>
    public override string ToString() => Gvr.ToString();
}
