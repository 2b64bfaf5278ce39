namespace Kybernet.Storage.Mvcc;

/// <summary>
/// How many bytes of history there are: of values that were written over or deleted and can still be read at their revision. Says
/// up to where to compact when they are more than allowed, so that the newer half of the history stays.
/// </summary>
internal sealed class SupersededBytes
{
    private const int OverheadBytes = 64;

    // The history in two halves: what came up to the middle, and what came after it.
    private long _older;
    private long _newer;
    private long _middle;
    private long _last;

    /// <summary>How many there are.</summary>
    public long Total => _older + _newer;

    /// <summary>A value has been superseded at a revision.</summary>
    public void Add(KeyValue superseded, long revision)
    {
        _newer += OverheadBytes + superseded.Key.Length + superseded.Value.Length;
        _last = revision;
    }

    /// <summary>The revision to compact, so that what remains is less than <paramref name="most"/> bytes; 0 when it is.</summary>
    public long Due(long most)
    {
        if (_middle == 0 && _newer >= most / 2) (_older, _newer, _middle) = (_newer, 0, _last);
        return Total > most ? _middle : 0;
    }

    /// <summary>The history up to a revision is gone.</summary>
    public void Forget(long compacted)
    {
        // Where it is cut elsewhere than in the middle, the newer half counts as whole: too much rather than too little.
        if (compacted < _middle) return;
        _older = 0;
        if (compacted >= _last) _newer = 0;
        _middle = 0;
    }
}
