using System.CommandLine;
using Kybernet.Base;
using Kybernet.Host.Cluster;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kybernet.Host.Commands;

/// <summary><c>kybernet image load FILE.tar</c>: brings an image onto the node without a registry.</summary>
internal static class ImageCommand
{
    public static Command Create()
    {
        var dataDir = CommonOptions.DataDir();
        Argument<FileInfo> file = new("FILE") { Description = "An archive made by docker save, podman save, or in the OCI layout." };
        Command load = new("load", "Load an image archive onto the node.") { file, dataDir };
        load.SetAction((parsed, cancellation) => LoadAsync(parsed.Paths(dataDir), parsed.GetValue(file)!, cancellation));
        return new Command("image", "Images of the node.") { load };
    }

    private static async Task<int> LoadAsync(ClusterPaths paths, FileInfo file, CancellationToken cancellation)
    {
        if (!file.Exists) throw new CommandFailure($"there is no file {file.FullName}");
        LocalNode node = new(paths, ExecutionEnvironment.System(), NullLoggerFactory.Instance);
        if (!File.Exists(node.Engine.Socket)) throw new CommandFailure("containerd is not running: start the cluster with `kybernet up` first");
        foreach (var name in await node.Engine.CreateImageLoader().LoadAsync(file.FullName, cancellation)) Console.WriteLine(name);
        return 0;
    }
}
