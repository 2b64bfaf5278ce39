using System.Text;

namespace Kybernet.Storage;

/// <summary>
/// A key: immutable bytes, by convention UTF-8 ("/registry/pods/default/web"), ordered bytewise as etcd orders them.
/// As small as a reference. <c>default</c> is the empty key.
/// </summary>
public readonly struct StoreKey : IEquatable<StoreKey>, IComparable<StoreKey>
{
    private readonly byte[]? _bytes;

    private StoreKey(byte[] bytes) => _bytes = bytes;

    /// <summary>The key of these characters, encoded as UTF-8.</summary>
    public static StoreKey Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new StoreKey(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>The key of these bytes, which are copied.</summary>
    public static StoreKey FromBytes(ReadOnlySpan<byte> bytes) => new(bytes.ToArray());

    /// <summary>The key's bytes.</summary>
    public ReadOnlySpan<byte> Span => _bytes;

    /// <summary>The same, for who wants to keep them; nobody may change them.</summary>
    internal ReadOnlyMemory<byte> Memory => _bytes;

    /// <summary>The number of bytes.</summary>
    public int Length => _bytes?.Length ?? 0;

    /// <summary>Whether this is the empty key, which sorts before every other.</summary>
    public bool IsEmpty => Length == 0;

    /// <summary>Whether this key begins with <paramref name="prefix"/>.</summary>
    public bool StartsWith(StoreKey prefix) => Span.StartsWith(prefix.Span);

    /// <summary>
    /// The first key after all those that begin with this one; the empty key when there is none (which
    /// <see cref="KeyRange.End"/> reads as "no upper bound").
    /// </summary>
    public StoreKey PrefixEnd()
    {
        var kept = Span.TrimEnd((byte)0xff);
        if (kept.IsEmpty) return default;
        var end = kept.ToArray();
        end[^1]++;
        return new StoreKey(end);
    }

    /// <summary>The key that follows this one immediately: itself and a zero byte. Where a paged read goes on.</summary>
    public StoreKey Next()
    {
        var next = new byte[Length + 1];
        Span.CopyTo(next);
        return new StoreKey(next);
    }

    /// <inheritdoc/>
    public int CompareTo(StoreKey other) => Span.SequenceCompareTo(other.Span);

    /// <inheritdoc/>
    public bool Equals(StoreKey other) => ReferenceEquals(_bytes, other._bytes) || Span.SequenceEqual(other.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is StoreKey other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.AddBytes(Span);
        return hash.ToHashCode();
    }

    /// <summary>The bytes read as UTF-8.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Span);

    /// <summary>Whether both keys have the same bytes.</summary>
    public static bool operator ==(StoreKey left, StoreKey right) => left.Equals(right);

    /// <summary>Whether the keys differ.</summary>
    public static bool operator !=(StoreKey left, StoreKey right) => !left.Equals(right);

    /// <summary>Whether <paramref name="left"/> sorts before <paramref name="right"/>.</summary>
    public static bool operator <(StoreKey left, StoreKey right) => left.CompareTo(right) < 0;

    /// <summary>Whether <paramref name="left"/> sorts after <paramref name="right"/>.</summary>
    public static bool operator >(StoreKey left, StoreKey right) => left.CompareTo(right) > 0;

    /// <summary>Whether <paramref name="left"/> does not sort after <paramref name="right"/>.</summary>
    public static bool operator <=(StoreKey left, StoreKey right) => left.CompareTo(right) <= 0;

    /// <summary>Whether <paramref name="left"/> does not sort before <paramref name="right"/>.</summary>
    public static bool operator >=(StoreKey left, StoreKey right) => left.CompareTo(right) >= 0;
}
