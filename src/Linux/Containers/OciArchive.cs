using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text.Json;

namespace Kybernet.Linux.Containers;

/// <summary>
/// Writes an image as an archive that container engines import: an OCI image layout in a tar file, its name in the annotations
/// that containerd and others read.
/// </summary>
public static class OciArchive
{
    private const string IndexType = "application/vnd.oci.image.index.v1+json";
    private const string ManifestType = "application/vnd.oci.image.manifest.v1+json";
    private const string ConfigType = "application/vnd.oci.image.config.v1+json";
    private const string LayerType = "application/vnd.oci.image.layer.v1.tar";

    /// <summary>Writes <paramref name="image"/> to <paramref name="destination"/>; the same image gives the same bytes.</summary>
    public static void Write(OciImage image, Stream destination)
    {
        var layer = OciLayer.Build(image.Files);
        var config = Config(image, Digest(layer));
        var manifest = Manifest(config, layer);

        using var tar = new TarWriter(destination, TarEntryFormat.Ustar, leaveOpen: true);
        AddFile(tar, "oci-layout", Json(new { imageLayoutVersion = "1.0.0" }));
        AddFile(tar, "index.json", Index(image, manifest));
        foreach (var blob in (byte[][])[manifest, config, layer]) AddFile(tar, $"blobs/sha256/{Hex(blob)}", blob);
    }

    /// <summary>Writes <paramref name="image"/> into a file.</summary>
    public static void Write(OciImage image, string path)
    {
        using var file = File.Create(path);
        Write(image, file);
    }

    private static byte[] Config(OciImage image, string layerDigest) => Json(new
    {
        created = DateTime.UnixEpoch,
        architecture = image.Architecture,
        os = "linux",
        config = new
        {
            image.User,
            Env = image.Environment,
            image.Entrypoint,
            Cmd = image.Command,
            WorkingDir = image.WorkingDirectory,
        },
        rootfs = new { type = "layers", diff_ids = (string[])[layerDigest] },
    });

    private static byte[] Manifest(byte[] config, byte[] layer) => Json(new
    {
        schemaVersion = 2,
        mediaType = ManifestType,
        config = new { mediaType = ConfigType, digest = Digest(config), size = config.Length },
        layers = new[] { new { mediaType = LayerType, digest = Digest(layer), size = layer.Length } },
    });

    private static byte[] Index(OciImage image, byte[] manifest) => Json(new
    {
        schemaVersion = 2,
        mediaType = IndexType,
        manifests = new[]
        {
            new
            {
                mediaType = ManifestType,
                digest = Digest(manifest),
                size = manifest.Length,
                platform = new { architecture = image.Architecture, os = "linux" },
                annotations = new Dictionary<string, string>
                {
                    ["io.containerd.image.name"] = image.Name,
                    ["org.opencontainers.image.ref.name"] = image.Name,
                },
            },
        },
    });

    private static void AddFile(TarWriter tar, string path, byte[] content) => tar.WriteEntry(
        new UstarTarEntry(TarEntryType.RegularFile, path)
        {
            Mode = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead,
            ModificationTime = DateTimeOffset.UnixEpoch,
            DataStream = new MemoryStream(content),
        });

    private static byte[] Json<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value);

    private static string Digest(byte[] blob) => "sha256:" + Hex(blob);

    private static string Hex(byte[] blob) => Convert.ToHexStringLower(SHA256.HashData(blob));
}
