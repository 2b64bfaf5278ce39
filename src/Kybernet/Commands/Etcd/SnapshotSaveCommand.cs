using System.CommandLine;
using System.Globalization;
using System.Net.Sockets;
using Kybernet.Base;
using Kybernet.Host.Cluster;
using Kybernet.Storage;

namespace Kybernet.Host.Commands.Etcd;

/// <summary><c>kybernet etcd snapshot save FILE</c>: copies a store, be it in use or not.</summary>
internal static class SnapshotSaveCommand
{
    public static Command Create()
    {
        var dataDir = CommonOptions.DataDir();
        var connection = EtcdConnectionOptions.OfEtcdctl();
        Argument<FileInfo> file = new("FILE") { Description = "The file to write; it must not exist." };
        var save = connection.AddTo(new Command("save", "Copy a store into a file: the one of a data directory, or that of a server.") { file, dataDir });
        save.SetAction((parsed, cancellation) => StoreCommand.RunAsync(() =>
            SaveAsync(parsed.GetValue(file)!.FullName, parsed.Paths(dataDir), connection.Of(parsed), cancellation)));
        return save;
    }

    private static async Task SaveAsync(string file, ClusterPaths paths, EtcdStoreOptions? server, CancellationToken cancellation)
    {
        if (Path.Exists(file)) throw new CommandFailure($"there is a file {file} already");
        var environment = ExecutionEnvironment.System();
        server ??= await ServerOfAsync(paths);
        // Under another name until it is whole; Secrets will be in it.
        var unfinished = file + ".part";
        FileStreamOptions mode = new()
        {
            Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        try
        {
            await using (FileStream output = new(unfinished, mode))
            {
                if (server is not null) await EtcdSnapshots.FetchAsync(server, environment, output, cancellation);
                else await SaveFileAsync(paths.Store, environment, output, cancellation);
                output.Flush(flushToDisk: true);
            }
            File.Move(unfinished, file);
        }
        finally
        {
            // After a failure; where all went well there is none.
            if (File.Exists(unfinished)) File.Delete(unfinished);
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Snapshot saved at {file} ({new FileInfo(file).Length} bytes)"));
    }

    /// <summary>Whoever has the store open on this machine; null when nobody has.</summary>
    private static async Task<EtcdStoreOptions?> ServerOfAsync(ClusterPaths paths)
    {
        if (!File.Exists(paths.StoreSocket)) return null;
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(paths.StoreSocket));
            return new EtcdStoreOptions { Endpoints = [new Uri("unix://" + paths.StoreSocket)] };
        }
        catch (SocketException)
        {
            // What is left of one that was killed.
            return null;
        }
    }

    private static async Task SaveFileAsync(string path, ExecutionEnvironment environment, Stream output, CancellationToken cancellation)
    {
        // Opening would make one.
        if (!File.Exists(path)) throw new CommandFailure($"there is no store at {path}");
        await using var store = await SqliteStore.OpenAsync(path, environment);
        await SnapshotFile.WriteAsync(await store.CaptureAsync(cancellation), output, cancellation);
    }
}
