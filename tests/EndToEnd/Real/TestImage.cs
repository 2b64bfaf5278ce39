using System.Diagnostics;
using System.Formats.Tar;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Kybernet.EndToEnd.Tests.Product;

namespace Kybernet.EndToEnd.Tests.Real;

/// <summary>The image busybox:1.36 as <c>docker save</c> would write it, made from this machine's static busybox.</summary>
internal static class TestImage
{
    /// <summary>Its name, the one that the examples use.</summary>
    public const string Name = "busybox:1.36";

    /// <summary>The same image under another name, to change to.</summary>
    public const string Other = "busybox:1.37";

    private static readonly string[] Places = ["/bin/busybox", "/usr/bin/busybox"];

    /// <summary>Writes the archive.</summary>
    public static void Write(string path)
    {
        var layer = Layer();
        var digest = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(layer));
        var architecture = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "amd64";
        var config = $$"""
            {"architecture":"{{architecture}}","os":"linux","config":{"Cmd":["sh"],"Env":["PATH=/bin"]},"rootfs":{"type":"layers","diff_ids":["{{digest}}"] } }
            """;
        using TarWriter tar = new(File.Create(path));
        Add(tar, "manifest.json", Encoding.UTF8.GetBytes($$"""[{"Config":"config.json","RepoTags":["{{Name}}","{{Other}}"],"Layers":["layer.tar"]}]"""));
        Add(tar, "config.json", Encoding.UTF8.GetBytes(config));
        Add(tar, "layer.tar", layer);
    }

    private static byte[] Layer()
    {
        var busybox = Places.First(File.Exists);
        using MemoryStream bytes = new();
        using (TarWriter tar = new(bytes, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var directory in (ReadOnlySpan<string>)["bin", "etc", "root", "www"]) tar.WriteEntry(Directory(directory, 0b111_101_101));
            tar.WriteEntry(Directory("tmp", 0b1_111_111_111));
            Add(tar, "etc/passwd", "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n"u8.ToArray());
            Add(tar, "bin/busybox", File.ReadAllBytes(busybox), 0b111_101_101);
            foreach (var applet in Applets(busybox))
                tar.WriteEntry(new UstarTarEntry(TarEntryType.SymbolicLink, "bin/" + applet) { LinkName = "busybox" });
        }

        return bytes.ToArray();
    }

    private static IEnumerable<string> Applets(string busybox)
    {
        using var list = Process.Start(new ProcessStartInfo(busybox, ["--list"]) { RedirectStandardOutput = true })!;
        return list.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(a => a != "busybox");
    }

    private static UstarTarEntry Directory(string name, int mode) => new(TarEntryType.Directory, name) { Mode = (UnixFileMode)mode };

    private static void Add(TarWriter tar, string name, byte[] content, int mode = 0b110_100_100) =>
        tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content), Mode = (UnixFileMode)mode });
}
