using Kybernet.Api;
using Kybernet.ApiServer.Cache;
using Kybernet.Storage;

namespace Kybernet.ApiServer.Registry;

/// <summary>Objects of one kind in the store: their version there, their keys, and what goes with a write.</summary>
internal sealed class StoredResource
{
    /// <summary>The resource in its stored version.</summary>
    public required ApiResource Resource { get; init; }

    /// <summary>What differs for the kind.</summary>
    public required ResourceStrategy Strategy { get; init; }

    /// <summary>The stored version's JSON.</summary>
    public ObjectFormat Format => field ??= new ObjectFormat(Resource)
    {
        Selectable = Strategy.SelectableFields,
        ReadSelectable = Strategy.SelectableField,
        Others = OtherVersions,
    };

    /// <summary>The formats in which objects may have been stored too, and what turns these into the stored version.</summary>
    public IReadOnlyList<(ObjectFormat Format, IConverter Converter)> OtherVersions { get; init; } = [];

    /// <summary>What its objects have in the store beside themselves; null: nothing.</summary>
    public IWriteHook? Hook { get; init; }

    /// <summary>How long objects live; null: for good.</summary>
    public TimeSpan? TimeToLive { get; init; }

    /// <summary>The beginning of the objects' keys, with a slash at its end.</summary>
    public required string Prefix { get; init; }

    /// <summary>The key of an object.</summary>
    public StoreKey Key(string ns, string name) =>
        StoreKey.Parse(ns.Length == 0 ? Prefix + name : string.Concat(Prefix, ns, "/", name));

    /// <summary>The keys of a namespace's objects, or of all when it is empty.</summary>
    public KeyRange Range(string ns) => KeyRange.Prefix(ns.Length == 0 ? Prefix : Prefix + ns + "/");
}
