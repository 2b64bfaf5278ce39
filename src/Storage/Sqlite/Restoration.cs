using Kybernet.Storage.Mvcc;

namespace Kybernet.Storage.Sqlite;

/// <summary>Makes a file from an image. Under another name first: a file of this name is whole.</summary>
internal static class Restoration
{
    /// <summary>How many keys go into one transaction of the file.</summary>
    private const int KeysAtOnce = 10_000;

    public static void Write(string path, StoreImage image, long bumpRevision)
    {
        if (Path.Exists(path))
            throw new StoreFileException(path, "there is a store already", "Move it away first, or restore into another data directory");
        if (bumpRevision > RowId.LastToBeginAt - image.Revision)
            throw new StoreFileException(
                path, $"revision {image.Revision} cannot be raised by {bumpRevision}: a store may begin at {RowId.LastToBeginAt} at most", "Raise it by less");
        var unfinished = path + ".restoring";
        // What an interrupted restoration has left.
        Remove(unfinished);
        try
        {
            using (var database = Schema.Open(unfinished, new MachineFiles())) Write(database, image, bumpRevision, unfinished);
        }
        catch
        {
            // The disk may be full of it.
            Remove(unfinished);
            throw;
        }

        File.Move(unfinished, path);
    }

    private static void Remove(string unfinished)
    {
        foreach (var left in new[] { unfinished, unfinished + "-wal" })
            if (File.Exists(left)) File.Delete(left);
    }

    private static void Write(Database database, StoreImage image, long bumpRevision, string path)
    {
        try
        {
            using RevisionWriter writer = new(database);
            CommitBatch batch = new();
            batch.GrantedLeases.AddRange(image.Leases);
            foreach (var revision in image.ByRevision())
            {
                foreach (var item in revision) batch.Events.Add(new StoreEvent(StoreEventKind.Put, item, Previous: null));
                if (batch.Events.Count < KeysAtOnce) continue;
                writer.Write(batch);
                batch.Clear();
            }
            var compacted = image.Revision + bumpRevision;
            batch.CompactRevision = compacted;
            writer.Write(batch);
            using Mark swept = new(database, Mark.Swept);
            swept.Move(compacted);
        }
        catch (DatabaseException failure)
        {
            throw Schema.Explain(failure, path);
        }
    }
}
