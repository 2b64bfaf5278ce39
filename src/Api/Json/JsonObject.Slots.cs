namespace Kybernet.Api.Json;

public sealed partial class JsonObject
{
    private int Find(string name)
    {
        if (_index is null)
        {
            for (var slot = 0; slot < _slots; slot++)
            {
                if (_names[slot] == name) return slot;
            }

            return -1;
        }

        for (var at = name.GetHashCode(StringComparison.Ordinal) & (_index.Length - 1); _index[at] != 0; at = (at + 1) & (_index.Length - 1))
        {
            if (_names[_index[at] - 1] == name) return _index[at] - 1;
        }

        return -1;
    }

    private void Append(string name, JsonValue value)
    {
        if (_slots == _names.Length)
        {
            var capacity = Math.Max(4, _slots * 2);
            Array.Resize(ref _names, capacity);
            Array.Resize(ref _values, capacity);
            if (capacity > SearchedInLine) Reindex();
        }

        _names[_slots] = name;
        _values[_slots++] = value;
        _count++;
        if (_index is not null) AddToIndex(_slots - 1);
    }

    private void Compact()
    {
        var kept = 0;
        for (var slot = 0; slot < _slots; slot++)
        {
            if (_names[slot] is null) continue;
            (_names[kept], _values[kept]) = (_names[slot], _values[slot]);
            kept++;
        }

        Array.Clear(_names, kept, _slots - kept);
        Array.Clear(_values, kept, _slots - kept);
        _slots = kept;
        if (_index is not null) Reindex();
    }

    private void Reindex()
    {
        _index = new int[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)_names.Length * 2)];
        for (var slot = 0; slot < _slots; slot++)
        {
            if (_names[slot] is not null) AddToIndex(slot);
        }
    }

    private void AddToIndex(int slot)
    {
        var at = _names[slot]!.GetHashCode(StringComparison.Ordinal) & (_index!.Length - 1);
        while (_index[at] != 0) at = (at + 1) & (_index.Length - 1);
        _index[at] = slot + 1;
    }

    private void ThrowIfFrozen()
    {
        if (IsFrozen) FrozenObject.Throw();
    }
}
