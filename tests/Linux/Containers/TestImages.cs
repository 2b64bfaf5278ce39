using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using Kybernet.Linux.Containers;
using Kybernet.Linux.Machine;
using Kybernet.Linux.Processes;

namespace Kybernet.Linux.Tests.Containers;

internal static class TestImages
{
    /// <summary>A shell and a few tools, from Debian's static busybox.</summary>
    public static OciImage Busybox { get; } = new()
    {
        Name = "kybernet.local/busybox:1",
        Files =
        [
            OciFile.Program("bin/busybox", Programs.Find("busybox") ?? "/absent"),
            .. ((string[])["sh", "sleep", "cat", "echo", "ls"]).Select(name => OciFile.Link("bin/" + name, "busybox")),
        ],
        Command = ["sh"],
    };

    /// <summary>A one-file image in the form of `docker save`.</summary>
    public static void WriteDockerArchive(string tag, string path)
    {
        var layer = OciLayer.Build([OciFile.Text("etc/motd", "hello")]);
        var digest = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(layer));
        var config = $$"""{"architecture":"{{MachineIdentity.GoArchitecture}}","os":"linux","config":{},"rootfs":{"type":"layers","diff_ids":["{{digest}}"] } }""";
        var manifest = $$"""[{"Config":"config.json","RepoTags":["{{tag}}"],"Layers":["layer.tar"]}]""";
        using var tar = new TarWriter(File.Create(path));
        Add("manifest.json", Encoding.UTF8.GetBytes(manifest));
        Add("config.json", Encoding.UTF8.GetBytes(config));
        Add("layer.tar", layer);

        void Add(string name, byte[] content) => tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
    }
}
