using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Kybernet.Linux.Containers;
using Kybernet.Linux.Processes;
using Kybernet.Linux.Tests.Harness;

namespace Kybernet.Linux.Tests.Containers;

public sealed class OciArchiveTests
{
    private static readonly OciImage Image = new()
    {
        Name = "kybernet.local/test:1",
        Files = [OciFile.Text("etc/motd", "hello"), OciFile.Directory("tmp"), OciFile.Link("usr/bin/sh", "/bin/busybox")],
        Entrypoint = ["/bin/sh"],
        Command = ["-c", "true"],
        User = "1000",
        Architecture = "riscv64",
    };

    [Fact]
    public void Index_manifest_config_and_layer_name_each_other_by_digest()
    {
        var files = Read(Write(Image));

        Assert.Equal("1.0.0", Json(files["oci-layout"])["imageLayoutVersion"]!.GetValue<string>());
        var entry = Json(files["index.json"])["manifests"]![0]!;
        Assert.Equal("kybernet.local/test:1", entry["annotations"]!["io.containerd.image.name"]!.GetValue<string>());
        var manifest = Json(Blob(files, entry));
        var config = Json(Blob(files, manifest["config"]!));
        var layer = Blob(files, manifest["layers"]![0]!);

        Assert.Equal(["/bin/sh"], config["config"]!["Entrypoint"]!.AsArray().Select(part => part!.GetValue<string>()));
        Assert.Equal(["-c", "true"], config["config"]!["Cmd"]!.AsArray().Select(part => part!.GetValue<string>()));
        Assert.Equal("1000", config["config"]!["User"]!.GetValue<string>());
        Assert.Equal("riscv64", config["architecture"]!.GetValue<string>());
        Assert.Equal("sha256:" + Convert.ToHexStringLower(SHA256.HashData(layer)), config["rootfs"]!["diff_ids"]![0]!.GetValue<string>());
        Assert.Equal(["etc/", "etc/motd", "tmp/", "usr/", "usr/bin/", "usr/bin/sh"], Read(layer).Keys);
    }

    [Fact]
    public void The_same_image_is_the_same_bytes() => Assert.Equal(Write(Image), Write(Image));

    [Fact]
    public void A_program_without_an_interpreter_is_static()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory["script"], "#!/bin/sh\n");

        Assert.False(StaticProgram.Is(directory["script"]));
        Assert.False(StaticProgram.Is(Programs.Require("ls")));
    }

    [Fact]
    public void A_capability_is_a_bit()
    {
        string[] status = ["Name:\tx", "CapEff:\t000001fffeffffff"];

        Assert.False(Capabilities.Has(status, 24));
        Assert.True(Capabilities.Has(status, 21));
    }

    private static byte[] Write(OciImage image)
    {
        using var archive = new MemoryStream();
        OciArchive.Write(image, archive);
        return archive.ToArray();
    }

    private static Dictionary<string, byte[]> Read(byte[] archive)
    {
        Dictionary<string, byte[]> files = [];
        using var tar = new TarReader(new MemoryStream(archive));
        while (tar.GetNextEntry(copyData: true) is { } entry)
        {
            var content = new MemoryStream();
            entry.DataStream?.CopyTo(content);
            files.Add(entry.Name, content.ToArray());
        }
        return files;
    }

    private static byte[] Blob(Dictionary<string, byte[]> files, JsonNode descriptor)
    {
        var digest = descriptor["digest"]!.GetValue<string>();
        var blob = files["blobs/" + digest.Replace(':', '/')];
        Assert.Equal(blob.Length, descriptor["size"]!.GetValue<int>());
        Assert.Equal(digest, "sha256:" + Convert.ToHexStringLower(SHA256.HashData(blob)));
        return blob;
    }

    private static JsonNode Json(byte[] text) => JsonNode.Parse(text)!;
}
