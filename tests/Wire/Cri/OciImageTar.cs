using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;

namespace Kybernet.Wire.Tests.Cri;

/// <summary>Writes an image of one layer, made of a few files of this machine, as an OCI archive that containerd can import.</summary>
internal static class OciImageTar
{
    public static async Task WriteAsync(string path, string name, string entrypoint, params (string Inside, string From)[] files)
    {
        var architecture = System.Runtime.InteropServices.RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant() switch
        {
            "x64" => "amd64",
            var other => other,
        };
        var layer = await LayerAsync(files);
        var config = Encoding.UTF8.GetBytes(
            $$$"""{"architecture":"{{{architecture}}}","os":"linux","config":{"Entrypoint":["{{{entrypoint}}}"],"Env":["PATH=/bin"]},"rootfs":{"type":"layers","diff_ids":["{{{Digest(layer)}}}"]}}""");
        var manifest = Encoding.UTF8.GetBytes(
            $$$"""{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{{{Descriptor("config.v1+json", config)}}},"layers":[{{{Descriptor("layer.v1.tar", layer)}}}]}""");
        var named = Descriptor("manifest.v1+json", manifest)[..^1] + $$$""","annotations":{"io.containerd.image.name":"{{{name}}}"}}""";

        await using var file = File.Create(path);
        await using TarWriter tar = new(file);
        await AddAsync(tar, "oci-layout", """{"imageLayoutVersion":"1.0.0"}"""u8.ToArray());
        await AddAsync(tar, "index.json", Encoding.UTF8.GetBytes($$"""{"schemaVersion":2,"manifests":[{{named}}]}"""));
        foreach (var blob in new[] { layer, config, manifest }) await AddAsync(tar, "blobs/sha256/" + Digest(blob)["sha256:".Length..], blob);
    }

    private static async Task<byte[]> LayerAsync((string Inside, string From)[] files)
    {
        using MemoryStream bytes = new();
        await using (TarWriter tar = new(bytes, leaveOpen: true))
            foreach (var (inside, from) in files)
                await AddAsync(tar, inside, await File.ReadAllBytesAsync(from), executable: true);
        return bytes.ToArray();
    }

    private static Task AddAsync(TarWriter tar, string name, byte[] content, bool executable = false) =>
        tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name)
        {
            DataStream = new MemoryStream(content),
            Mode = (UnixFileMode)Convert.ToInt32(executable ? "755" : "644", 8),
        });

    private static string Descriptor(string kind, byte[] blob) =>
        $$"""{"mediaType":"application/vnd.oci.image.{{kind}}","digest":"{{Digest(blob)}}","size":{{blob.Length}}}""";

    private static string Digest(byte[] blob) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(blob));
}
