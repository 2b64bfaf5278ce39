using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Host;

namespace Kybernet.Kubelet.Volumes;

/// <summary>A path of the node itself.</summary>
internal sealed class HostPathVolume(BlockingWork work) : IVolumePlugin
{
    private const int FileTypeMask = 0xF000, Socket = 0xC000, CharacterDevice = 0x2000, BlockDevice = 0x6000; // of st_mode

    public string Name => "kubernetes.io~host-path";

    public bool Refreshes => false;

    public bool Handles(Volume volume) => volume.HostPath is not null;

    public async Task<string> SetUpAsync(VolumeRequest request, string directory, CancellationToken cancellation)
    {
        var source = request.Volume.HostPath!;
        await work.RunAsync(() => Check(source.Path, source.Type ?? ""), cancellation);
        return source.Path;
    }

    private static void Check(string path, string type)
    {
        switch (type)
        {
            case "":
                return;
            case "DirectoryOrCreate":
                if (File.Exists(path)) throw Failed(path, "directory");
                Directory.CreateDirectory(path);
                return;
            case "FileOrCreate":
                if (Directory.Exists(path)) throw Failed(path, "file");
                if (!File.Exists(path)) File.WriteAllBytes(path, []);
                return;
            case "Directory" when !Directory.Exists(path):
                throw Failed(path, "directory");
            case "File" when !File.Exists(path) || TypeOf(path) != 0x8000:
                throw Failed(path, "file");
            case "Socket" when TypeOf(path) != Socket:
                throw Failed(path, "socket file");
            case "CharDevice" when TypeOf(path) != CharacterDevice:
                throw Failed(path, "character device");
            case "BlockDevice" when TypeOf(path) != BlockDevice:
                throw Failed(path, "block device");
        }
    }

    private static VolumeException Failed(string path, string what) => new($"hostPath type check failed: {path} is not a {what}");

    private static int TypeOf(string path) => FileTypes.Of(path) & FileTypeMask;
}
