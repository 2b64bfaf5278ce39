using Kybernet.Base;
using Kybernet.Storage.Engine;
using Kybernet.Storage.Sqlite;

namespace Kybernet.Storage;

/// <summary>
/// The durable store of a single machine: a SQLite file in write-ahead mode. A write is answered when it, and the batch it travels
/// in, is on disk. The present lies in memory, the history since the last compaction in the file.
/// </summary>
public static class SqliteStore
{
    /// <summary>
    /// Opens a store, making its file (and directory) when there is none, and reads and checks all of it. The work is done on a thread
    /// of its own. One process at a time can have a file open.
    /// </summary>
    /// <param name="path">The database file; SQLite keeps its log in a file beside it.</param>
    /// <param name="environment">Clock and chance, for leases.</param>
    /// <param name="options">Its bounds.</param>
    /// <exception cref="StoreFileException">The file is damaged, foreign, newer, or in use.</exception>
    public static Task<IEmbeddedStore> OpenAsync(string path, ExecutionEnvironment environment, EmbeddedStoreOptions? options = null)
    {
        options ??= new EmbeddedStoreOptions();
        IEmbeddedStore Open() => new EmbeddedStore(new SqliteCommitLog(path, new MachineFiles()), environment, options, inline: false);
        return Task.Factory.StartNew(
            Open, CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
    }

    /// <summary>
    /// Makes a store's file from an image: keys, revisions and leases as they were. What came before the image's revision counts as
    /// compacted.
    /// </summary>
    /// <param name="path">The file to make.</param>
    /// <param name="image">What is to be in it.</param>
    /// <param name="bumpRevision">
    /// By how much the store's revision is raised (etcd's --bump-revision): so that clients that have seen later states than the image's
    /// do not take what is written from now on for old.
    /// </param>
    /// <exception cref="StoreFileException">There is a file already, or it cannot be made.</exception>
    public static void Restore(string path, StoreImage image, long bumpRevision = 0) => Restoration.Write(path, image, bumpRevision);
}
