using System.CommandLine;

namespace Kybernet.Host.Commands.Etcd;

/// <summary>What <c>kybernet etcd</c> does beside being one: snapshots, and moving a store.</summary>
internal static class EtcdCommands
{
    public static IEnumerable<Command> Create() =>
    [
        new("snapshot", "Copies of a whole store in one file.")
        {
            SnapshotSaveCommand.Create(),
            SnapshotRestoreCommand.Create(),
            SnapshotStatusCommand.Create(),
        },
        MigrateCommand.Create(),
    ];
}
