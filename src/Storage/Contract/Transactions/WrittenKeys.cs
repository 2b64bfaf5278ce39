namespace Kybernet.Storage;

/// <summary>
/// The keys that a list of operations may write. Either branch of a nested transaction counts, but the two never meet: they may
/// write the same keys.
/// </summary>
internal sealed class WrittenKeys
{
    private readonly SortedSet<StoreKey> _puts = [];
    private readonly List<KeyRange> _deletes = [];

    private WrittenKeys()
    {
    }

    /// <summary>Collects them.</summary>
    /// <exception cref="ArgumentException">A key is put twice, or put and deleted, or empty.</exception>
    public static WrittenKeys Of(IReadOnlyList<Operation> operations)
    {
        var written = new WrittenKeys();
        foreach (var operation in operations)
        {
            switch (operation)
            {
                case Operation.Put put:
                    if (put.Key.IsEmpty) throw new ArgumentException("key is not provided");
                    if (written._puts.Contains(put.Key)) throw Twice(put.Key, "put twice");
                    written.RefuseDeleted(put.Key);
                    written._puts.Add(put.Key);
                    break;
                case Operation.Delete delete:
                    written.RefusePut(delete.Range);
                    written._deletes.Add(delete.Range);
                    break;
                case Operation.Nested nested:
                    var (success, failure) = (Of(nested.Transaction.Success), Of(nested.Transaction.Failure));
                    written.RefuseCommon(success);
                    written.RefuseCommon(failure);
                    written.Add(success);
                    written.Add(failure);
                    break;
            }
        }
        return written;
    }

    private void RefuseCommon(WrittenKeys other)
    {
        foreach (var key in other._puts)
        {
            if (_puts.Contains(key)) throw Twice(key, "put twice");
            RefuseDeleted(key);
        }
        foreach (var range in other._deletes) RefusePut(range);
    }

    private void Add(WrittenKeys other)
    {
        _puts.UnionWith(other._puts);
        _deletes.AddRange(other._deletes);
    }

    private void RefuseDeleted(StoreKey key)
    {
        foreach (var range in _deletes)
            if (range.Contains(key)) throw Twice(key, "put and deleted");
    }

    private void RefusePut(KeyRange range)
    {
        if (range.IsSingle ? _puts.Contains(range.Start) : _puts.Any(range.Contains)) throw Twice(range.Start, "put and deleted");
    }

    private static ArgumentException Twice(StoreKey key, string how) => new($"duplicate key given in txn request: {key} is {how}");
}
