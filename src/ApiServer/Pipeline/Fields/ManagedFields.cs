using System.Diagnostics.CodeAnalysis;
using Kybernet.Api;
using Kybernet.Api.Fields;
using Kybernet.Api.Meta.V1;

namespace Kybernet.ApiServer.Pipeline.Fields;

/// <summary>
/// metadata.managedFields, read: who has which fields, and since when. A manager is told apart by its name, operation and
/// subresource, and for updates also by the version (upstream's ManagedInterface and its codec).
/// </summary>
internal sealed class ManagedFields
{
    /// <summary>Updates are remembered of so many managers; the oldest beyond it are put together.</summary>
    private const int MaxUpdaters = 10;

    private readonly Dictionary<string, ManagedFieldsEntry> _identities = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset?> _times = new(StringComparer.Ordinal);

    /// <summary>The owners, by manager.</summary>
    public FieldOwners Owners { get; set; } = [];

    /// <summary>Reads the entries.</summary>
    /// <returns>Null when one of them is none.</returns>
    public static ManagedFields? Decode(KubeList<ManagedFieldsEntry> entries)
    {
        ManagedFields fields = new();
        foreach (var entry in entries)
        {
            if (entry.Operation is not ("Apply" or "Update") || entry.ApiVersion.Length == 0 || entry.FieldsType != "FieldsV1") return null;
            if (!TryDecode(entry, out var set)) return null;
            var manager = fields.Identify(entry);
            fields.Owners[manager] = new OwnedFields(entry.ApiVersion, set, entry.Operation == "Apply");
            fields._times[manager] = entry.Time;
        }

        return fields;
    }

    /// <summary>The identifier of a manager.</summary>
    /// <param name="manager">Its entry, without fields and time.</param>
    public string Identify(ManagedFieldsEntry manager)
    {
        // An applier is the same whatever version it applies.
        var version = manager.Operation == "Apply" ? "" : manager.ApiVersion;
        var id = string.Join('\0', manager.Manager, manager.Operation, version, manager.Subresource);
        _identities.TryAdd(id, manager);
        return id;
    }

    /// <summary>The entry of an identifier, without fields and time.</summary>
    public ManagedFieldsEntry Identity(string manager) => _identities[manager];

    /// <summary>When the manager last changed something; null when unknown.</summary>
    public DateTimeOffset? TimeOf(string manager) => _times.GetValueOrDefault(manager);

    /// <summary>Says that the manager has just changed something.</summary>
    public void Touch(string manager, DateTimeOffset time) => _times[manager] = time;

    /// <summary>Puts the oldest updates together under ancient-changes until there are no more than <see cref="MaxUpdaters"/>.</summary>
    public void Cap()
    {
        var updaters = Owners.Where(static o => !o.Value.IsApplied).Select(static o => o.Key).ToList();
        if (updaters.Count <= MaxUpdaters) return;
        updaters = [.. updaters.OrderBy(m => TimeOf(m)?.ToUnixTimeSeconds() ?? 0).ThenBy(static m => m, StringComparer.Ordinal)];
        Dictionary<string, string> firstOf = new(StringComparer.Ordinal);
        var left = updaters.Count;
        foreach (var manager in updaters)
        {
            if (left <= MaxUpdaters) return;
            var owned = Owners[manager];
            if (firstOf.TryAdd(owned.ApiVersion, manager)) continue;
            var bucket = Identify(new ManagedFieldsEntry { Manager = "ancient-changes", Operation = "Update", ApiVersion = owned.ApiVersion });
            if (!Owners.ContainsKey(bucket) && Owners.Remove(firstOf[owned.ApiVersion], out var first)) Owners[bucket] = first;
            Owners[bucket] = owned with { Fields = owned.Fields.Union(Owners[bucket].Fields) };
            if (manager != bucket) Owners.Remove(manager);
            _times[bucket] = TimeOf(manager);
            left--;
        }
    }

    /// <summary>The entries, in upstream's order.</summary>
    public IReadOnlyList<ManagedFieldsEntry> Encode()
    {
        List<ManagedFieldsEntry> entries = new(Owners.Count);
        foreach (var (manager, owned) in Owners) entries.Add(EntryOf(manager, owned));
        if (entries.Count > 1) entries.Sort(Compare);
        return entries;
    }

    private static int Compare(ManagedFieldsEntry a, ManagedFieldsEntry b)
    {
        var order = string.CompareOrdinal(a.Operation, b.Operation);
        if (order == 0) order = (a.Time?.ToUnixTimeSeconds() ?? 0).CompareTo(b.Time?.ToUnixTimeSeconds() ?? 0);
        if (order == 0) order = string.CompareOrdinal(a.Manager, b.Manager);
        if (order == 0) order = string.CompareOrdinal(a.ApiVersion, b.ApiVersion);
        return order != 0 ? order : string.CompareOrdinal(a.Subresource, b.Subresource);
    }

    private ManagedFieldsEntry EntryOf(string manager, OwnedFields owned)
    {
        var identity = _identities[manager];
        return new ManagedFieldsEntry
        {
            Manager = identity.Manager,
            Operation = identity.Operation,
            ApiVersion = owned.ApiVersion,
            Time = TimeOf(manager),
            FieldsType = "FieldsV1",
            FieldsV1 = Api.Fields.FieldsV1.Encode(owned.Fields),
            Subresource = identity.Subresource,
        };
    }

    private static bool TryDecode(ManagedFieldsEntry entry, [NotNullWhen(true)] out FieldSet? set)
    {
        set = null;
        try
        {
            set = entry.FieldsV1 is { } fields ? Api.Fields.FieldsV1.Decode(fields) : FieldSet.Empty;
            return true;
        }
        catch (FormatException)
        {
            // Clients may write anything here; what cannot be read counts as nobody's, as upstream has it.
            return false;
        }
    }
}
