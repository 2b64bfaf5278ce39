using System.CommandLine;
using System.Globalization;
using Kybernet.Host.Cluster;
using Kybernet.Storage;

namespace Kybernet.Host.Commands.Etcd;

/// <summary><c>kybernet etcd snapshot restore FILE</c>: makes the store of a data directory from a snapshot.</summary>
internal static class SnapshotRestoreCommand
{
    public static Command Create()
    {
        var dataDir = CommonOptions.DataDir();
        Argument<FileInfo> file = new("FILE") { Description = "A snapshot." };
        Option<long> bump = new("--bump-revision")
        {
            Description = "By how much to raise the store's revision, so that clients which have seen later states than the snapshot's list anew.",
        };
        Command restore = new("restore", "Make the store of a data directory from a snapshot.") { file, dataDir, bump };
        restore.SetAction((parsed, _) => StoreCommand.RunAsync(() =>
        {
            Restore(parsed.GetValue(file)!.FullName, parsed.Paths(dataDir), parsed.GetValue(bump));
            return Task.CompletedTask;
        }));
        return restore;
    }

    private static void Restore(string file, ClusterPaths paths, long bump)
    {
        if (bump < 0) throw new CommandFailure("--bump-revision cannot be less than 0");
        var image = SnapshotFile.Read(file);
        SecretFile.CreateDirectory(paths.Data);
        SqliteStore.Restore(paths.Store, image, bump);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"Restored {image.Count} keys into {paths.Store}, revision {image.Revision + bump}"));
    }
}
