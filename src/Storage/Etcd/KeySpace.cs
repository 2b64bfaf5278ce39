using Google.Protobuf;

namespace Kybernet.Storage.Etcd;

/// <summary>
/// Which keys of etcd are ours, and what they are called here: one prefix takes the place of the other. etcd's prefix is made to begin
/// and end with a slash, as upstream makes it.
/// </summary>
internal sealed class KeySpace
{
    /// <summary>As etcd says "the first of all keys", and as the end of a range "no upper bound".</summary>
    private static readonly ByteString Zero = ByteString.CopyFrom(0);

    private readonly StoreKey _own;
    private readonly StoreKey _theirs;
    private readonly bool _isSame;

    /// <param name="own">What keys begin with here; empty for all keys.</param>
    /// <param name="theirs">What they begin with in etcd.</param>
    public KeySpace(string own, string theirs)
    {
        _own = StoreKey.Parse(own);
        _theirs = StoreKey.Parse(own.Length == 0 && theirs.Length == 0 ? "" : Slashed(theirs));
        _isSame = _own == _theirs;
    }

    /// <summary>Every key of etcd, others' too.</summary>
    public static (ByteString Key, ByteString End) Everything => (Zero, Zero);

    /// <summary>All keys that are ours, as etcd calls them.</summary>
    public (ByteString Key, ByteString End) All => ToEtcd(KeyRange.All)!.Value;

    /// <summary>A key as etcd calls it.</summary>
    /// <exception cref="ArgumentException">It is not one of ours.</exception>
    public ByteString ToEtcd(StoreKey key)
    {
        if (key.IsEmpty) throw new ArgumentException("key is not provided");
        if (!key.StartsWith(_own)) throw new ArgumentException($"the store's keys begin with {_own}: {key}");
        return _isSame ? ByteString.CopyFrom(key.Span) : Join(_theirs.Span, key.Span[_own.Length..]);
    }

    /// <summary>What of a range is ours, as etcd calls it; null when nothing is.</summary>
    public (ByteString Key, ByteString End)? ToEtcd(KeyRange range)
    {
        var ownEnd = _own.PrefixEnd();
        var start = range.Start < _own ? _own : range.Start;
        var toTheEnd = range.End.IsEmpty || (!ownEnd.IsEmpty && range.End >= ownEnd);
        var end = toTheEnd ? ownEnd : range.End;
        if (!end.IsEmpty && start >= end) return null;
        var theirEnd = _theirs.PrefixEnd();
        var theirStart = Join(_theirs.Span, start.Span[_own.Length..]);
        return (
            theirStart.IsEmpty ? Zero : theirStart,
            !toTheEnd ? Join(_theirs.Span, end.Span[_own.Length..]) : theirEnd.IsEmpty ? Zero : ByteString.CopyFrom(theirEnd.Span));
    }

    /// <summary>A key of etcd as it is called here. False: it is not ours.</summary>
    public bool TryFromEtcd(ByteString theirs, out StoreKey key)
    {
        key = default;
        if (!theirs.Span.StartsWith(_theirs.Span)) return false;
        key = StoreKey.FromBytes(_isSame ? theirs.Span : Join(_own.Span, theirs.Span[_theirs.Length..]).Span);
        return true;
    }

    private static ByteString Join(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> rest)
    {
        var joined = new byte[prefix.Length + rest.Length];
        prefix.CopyTo(joined);
        rest.CopyTo(joined.AsSpan(prefix.Length));
        return UnsafeByteOperations.UnsafeWrap(joined);
    }

    private static string Slashed(string prefix) => "/" + prefix.Trim('/') is { Length: > 1 } text ? text + "/" : "/";
}
