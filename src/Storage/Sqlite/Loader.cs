using Kybernet.Storage.Mvcc;

namespace Kybernet.Storage.Sqlite;

/// <summary>Reads the whole file and rebuilds the state, checking each row and that each follows the one it says it follows.</summary>
internal static class Loader
{
    public static MvccState Load(Database database, RevisionReader reader, string path, TimeSpan now)
    {
        var compacted = Mark.Read(database, Mark.Compacted, path);
        var swept = Mark.Read(database, Mark.Swept, path);
        var state = new MvccState
        {
            Identity = Mark.Read(database, Mark.Identity, path),
            CompactedRevision = compacted,
            Revision = Math.Max(MvccState.FirstRevision, compacted),
        };
        foreach (var lease in LeaseRows.Read(database, path)) state.Leases.Add(lease, now);
        foreach (var row in reader.Read(0, RowId.Revision(long.MaxValue) - 1, KeyRange.All))
        {
            Apply(state, row, swept, path);
            state.Revision = Math.Max(state.Revision, row.Item.ModRevision);
        }
        HangKeysOnLeases(state, path);
        return state;
    }

    private static void Apply(MvccState state, RevisionRow row, long swept, string path)
    {
        var item = row.Item;
        var current = state.Find(item.Key);
        var before = current?.ModRevision ?? 0;
        var beforeWasSwept = current is null && item.ModRevision <= swept;
        if (before != row.Previous && !beforeWasSwept)
            throw Schema.Damaged(path, $"revision {item.ModRevision} of {item.Key} follows {row.Previous}, but {before} is there");
        if (current is not null) state.Superseded.Add(current, item.ModRevision);
        if (row.IsDeletion) state.Keys.Remove(item.Key);
        else state.Keys.Set(item.Key, item);
    }

    private static void HangKeysOnLeases(MvccState state, string path)
    {
        foreach (var (key, item) in state.Keys.Snapshot().All)
        {
            if (item.LeaseId == 0) continue;
            if (!state.Leases.Contains(item.LeaseId)) throw Schema.Damaged(path, $"lease {item.LeaseId:x} of {key} is missing");
            state.Leases.Move(key, 0, item.LeaseId);
        }
    }
}
