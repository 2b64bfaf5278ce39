using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Kybernet.Storage.Sqlite;

/// <summary>CRC-32C (Castagnoli) over everything a row says, so that a row that was damaged or put elsewhere is noticed.</summary>
internal static class Checksum
{
    public static uint Of(long id, long previous, KeyValue item)
    {
        var crc = uint.MaxValue;
        crc = Add(crc, id);
        crc = Add(crc, previous);
        crc = Add(crc, item.CreateRevision);
        crc = Add(crc, item.Version);
        crc = Add(crc, item.LeaseId);
        crc = Add(crc, item.Key.Length);
        crc = Add(crc, item.Key.Span);
        crc = Add(crc, item.Value.Span);
        return ~crc;
    }

    /// <summary>The same over keys and what is known of them: stores that say the same have the same.</summary>
    public static uint Of(IEnumerable<KeyValue> items)
    {
        var crc = uint.MaxValue;
        foreach (var item in items) crc = Add(crc, Of(item.ModRevision, 0, item));
        return ~crc;
    }

    public static uint Of(Lease lease) => ~Add(Add(uint.MaxValue, lease.Id), lease.TtlSeconds);

    /// <summary>Of a row of the table of marks.</summary>
    public static uint Of(string mark, long revision) => ~Add(Add(uint.MaxValue, Encoding.UTF8.GetBytes(mark)), revision);

    private static uint Add(uint crc, long number) => BitOperations.Crc32C(crc, (ulong)number);

    private static uint Add(uint crc, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var single in bytes) crc = BitOperations.Crc32C(crc, single);
        return crc;
    }
}
