namespace Kybernet.Api;

public sealed partial class KubeMap<TValue>
{
    private int Find(string key)
    {
        Settle();
        return Array.BinarySearch(_keys, 0, _count, key, StringComparer.Ordinal);
    }

    private void BeforeChange()
    {
        if (IsFrozen) FrozenObject.Throw();
        IsNil = false;
    }

    private void Append(string key, TValue value)
    {
        if (_count == _keys.Length)
        {
            var capacity = Math.Max(4, _count * 2);
            Array.Resize(ref _keys, capacity);
            Array.Resize(ref _values, capacity);
        }

        _keys[_count] = key;
        _values[_count++] = value;
    }

    // Sorts what came in out of order; of equal keys the last counts.
    private void Settle()
    {
        if (_sorted == _count) return;
        if (_sorted == _count - 1) InsertLast();
        else SortAll();
    }

    private void InsertLast()
    {
        var last = _count - 1;
        var (key, value) = (_keys[last], _values[last]);
        var index = Array.BinarySearch(_keys, 0, last, key, StringComparer.Ordinal);
        if (index >= 0)
        {
            _values[index] = value;
            _count = last;
        }
        else
        {
            index = ~index;
            _keys.AsSpan(index, last - index).CopyTo(_keys.AsSpan(index + 1));
            _values.AsSpan(index, last - index).CopyTo(_values.AsSpan(index + 1));
            (_keys[index], _values[index]) = (key, value);
        }

        _sorted = _count;
    }

    private void SortAll()
    {
        var order = new int[_count];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        var keys = _keys;
        Array.Sort(order, (a, b) => string.CompareOrdinal(keys[a], keys[b]) is not 0 and var by ? by : a.CompareTo(b));

        var settledKeys = new string[_keys.Length];
        var settledValues = new TValue[_values.Length];
        var count = 0;
        foreach (var from in order)
        {
            if (count > 0 && settledKeys[count - 1] == _keys[from]) count--;
            settledKeys[count] = _keys[from];
            settledValues[count++] = _values[from];
        }

        (_keys, _values) = (settledKeys, settledValues);
        _count = _sorted = count;
    }
}
