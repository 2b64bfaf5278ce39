using System.Buffers.Binary;
using System.Security.Cryptography;
using Kybernet.Storage.Mvcc;

namespace Kybernet.Storage;

/// <summary>
/// The form in which a store is copied: what <c>etcd snapshot save</c> writes and <c>etcdctl snapshot save</c> receives. Little-endian:
/// <code>
///   "KYBNSNAP"  version:4  revision:8  leases:4  keys:4
///   for each lease   id:8  ttl:8
///   for each key     created:8  modified:8  version:8  lease:8  key length:4  value length:4  key  value
///   zeros up to a multiple of 512, then the SHA-256 of all that comes before
/// </code>
/// The hash at the end, after so many bytes, is where etcd's own snapshots have it, and where etcdctl looks for it.
/// </summary>
public static class SnapshotFile
{
    private const int Version = 1;
    /// <summary>How many bytes the hash at the end has.</summary>
    public const int HashBytes = SHA256.HashSizeInBytes;

    private const int HeaderBytes = 28;
    private const int LeaseBytes = 16;
    private const int KeyBytes = 40;
    private const int BlockBytes = 512;
    private const int LargestKey = 1 << 20;
    private const int LargestValue = 1 << 30;

    private static ReadOnlySpan<byte> Magic => "KYBNSNAP"u8;

    /// <summary>How long the file of a store will be, in bytes.</summary>
    public static long Length(StoreImage image)
    {
        long bytes = HeaderBytes + (long)LeaseBytes * image.Leases.Count;
        foreach (var item in image.Items()) bytes += KeyBytes + item.Key.Length + item.Value.Length;
        return (bytes + BlockBytes - 1) / BlockBytes * BlockBytes + SHA256.HashSizeInBytes;
    }

    /// <summary>Writes a store.</summary>
    public static async Task WriteAsync(StoreImage image, Stream output, CancellationToken cancellation = default)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var length = 0L;
        var scratch = new byte[KeyBytes];

        async ValueTask PutAsync(ReadOnlyMemory<byte> bytes)
        {
            hash.AppendData(bytes.Span);
            length += bytes.Length;
            await output.WriteAsync(bytes, cancellation);
        }

        Magic.CopyTo(scratch);
        BinaryPrimitives.WriteInt32LittleEndian(scratch.AsSpan(8), Version);
        BinaryPrimitives.WriteInt64LittleEndian(scratch.AsSpan(12), image.Revision);
        BinaryPrimitives.WriteInt32LittleEndian(scratch.AsSpan(20), image.Leases.Count);
        BinaryPrimitives.WriteInt32LittleEndian(scratch.AsSpan(24), image.Count);
        await PutAsync(scratch.AsMemory(0, HeaderBytes));
        foreach (var lease in image.Leases)
        {
            BinaryPrimitives.WriteInt64LittleEndian(scratch, lease.Id);
            BinaryPrimitives.WriteInt64LittleEndian(scratch.AsSpan(8), lease.TtlSeconds);
            await PutAsync(scratch.AsMemory(0, LeaseBytes));
        }
        foreach (var item in image.Items())
        {
            BinaryPrimitives.WriteInt64LittleEndian(scratch, item.CreateRevision);
            BinaryPrimitives.WriteInt64LittleEndian(scratch.AsSpan(8), item.ModRevision);
            BinaryPrimitives.WriteInt64LittleEndian(scratch.AsSpan(16), item.Version);
            BinaryPrimitives.WriteInt64LittleEndian(scratch.AsSpan(24), item.LeaseId);
            BinaryPrimitives.WriteInt32LittleEndian(scratch.AsSpan(32), item.Key.Length);
            BinaryPrimitives.WriteInt32LittleEndian(scratch.AsSpan(36), item.Value.Length);
            await PutAsync(scratch.AsMemory(0, KeyBytes));
            await PutAsync(item.Key.Memory);
            await PutAsync(item.Value);
        }
        await PutAsync(new byte[(BlockBytes - length % BlockBytes) % BlockBytes]);
        await output.WriteAsync(hash.GetHashAndReset(), cancellation);
        await output.FlushAsync(cancellation);
    }

    /// <summary>Reads a file and checks all of it.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="StoreFileException">It is damaged, foreign, or newer.</exception>
    public static StoreImage Read(string path)
    {
        using var file = File.OpenRead(path);
        CheckHash(file, path);
        file.Position = 0;
        using BinaryReader reader = new(new BufferedStream(file, 1 << 16));
        try
        {
            return Read(reader, path);
        }
        catch (EndOfStreamException e)
        {
            throw Damaged(path, "it ends too early", e);
        }
    }

    private static void CheckHash(FileStream file, string path)
    {
        var magic = new byte[Magic.Length];
        if (file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) < magic.Length || !Magic.SequenceEqual(magic))
            throw new StoreFileException(path, "this is not a snapshot of Kybernet's store", "Choose a file that `etcd snapshot save` has written");
        var content = file.Length - SHA256.HashSizeInBytes;
        if (content % BlockBytes != 0) throw Damaged(path, "its length is wrong: it may have been cut off");

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 16];
        file.Position = 0;
        for (var left = content; left > 0;)
        {
            var got = file.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
            if (got == 0) throw Damaged(path, "it ends too early");
            hash.AppendData(buffer, 0, got);
            left -= got;
        }
        var said = new byte[SHA256.HashSizeInBytes];
        file.ReadExactly(said);
        if (!said.AsSpan().SequenceEqual(hash.GetHashAndReset())) throw Damaged(path, "its SHA-256 does not match");
    }

    private static StoreImage Read(BinaryReader reader, string path)
    {
        reader.ReadBytes(Magic.Length);
        var version = reader.ReadInt32();
        if (version != Version)
            throw new StoreFileException(
                path, $"it was written by a newer Kybernet (snapshot version {version}, this one knows {Version})", "Use that version or a newer one");
        var revision = reader.ReadInt64();
        var (leaseCount, keyCount) = (reader.ReadInt32(), reader.ReadInt32());
        List<Lease> leases = [];
        for (var i = 0; i < leaseCount; i++) leases.Add(new Lease(reader.ReadInt64(), reader.ReadInt64()));

        var known = leases.Select(static lease => lease.Id).ToHashSet();
        MvccState state = new();
        var last = default(StoreKey);
        for (var i = 0; i < keyCount; i++)
        {
            var (created, modified, version_, lease) = (reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64());
            var (keyLength, valueLength) = (reader.ReadInt32(), reader.ReadInt32());
            if (keyLength is < 1 or > LargestKey || valueLength is < 0 or > LargestValue) throw Damaged(path, $"key {i} has an impossible length");
            var key = StoreKey.FromBytes(Exactly(reader, keyLength));
            if (key <= last) throw Damaged(path, $"{key} is not in order");
            if (modified > revision || created > modified) throw Damaged(path, $"the revisions of {key} cannot be");
            if (lease != 0 && !known.Contains(lease)) throw Damaged(path, $"lease {lease:x} of {key} is missing");
            state.Keys.Set(key, new KeyValue(key, Exactly(reader, valueLength), created, modified, version_, lease));
            last = key;
        }
        return new StoreImage(revision, state.Keys.Snapshot(), leases);
    }

    private static byte[] Exactly(BinaryReader reader, int count)
    {
        var bytes = reader.ReadBytes(count);
        return bytes.Length == count ? bytes : throw new EndOfStreamException();
    }

    private static StoreFileException Damaged(string path, string problem, Exception? cause = null) =>
        new(path, $"the snapshot is damaged: {problem}", "Use another snapshot", cause);
}
