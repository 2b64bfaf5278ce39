namespace Kybernet.Storage.Tests.Faults.Disk;

/// <summary>
/// A file as its readers see it, and as the medium below has it. Between the two lies the page cache: what was written is dirty
/// until it is synced, and a power cut takes any part of what is dirty, sector by sector. A sync that failed may have left sectors
/// that are on no medium though nobody will try to write them again, as Linux does it.
/// </summary>
internal sealed class SimulatedFile
{
    /// <summary>What reaches the medium as a whole or not at all.</summary>
    public const int SectorSize = 512;

    private readonly SortedSet<int> _dirty = [];
    private byte[] _visible = [];
    private byte[] _durable = [];
    private int _durableLength;

    public int Length { get; private set; }

    public int Read(int offset, Span<byte> into)
    {
        var count = Math.Clamp(Length - offset, 0, into.Length);
        _visible.AsSpan(offset > Length ? Length : offset, count).CopyTo(into);
        return count;
    }

    public void Write(int offset, ReadOnlySpan<byte> bytes)
    {
        var end = offset + bytes.Length;
        // A hole that the write leaves is new, too.
        var from = Math.Min(offset, Length);
        if (end > _visible.Length) Array.Resize(ref _visible, Math.Max(end, 2 * _visible.Length));
        bytes.CopyTo(_visible.AsSpan(offset));
        Length = Math.Max(Length, end);
        for (var sector = from / SectorSize; sector <= (end - 1) / SectorSize; sector++) _dirty.Add(sector);
    }

    public void Truncate(int length)
    {
        if (length >= Length) return;
        _visible.AsSpan(length, Length - length).Clear();
        Length = length;
        _dirty.RemoveWhere(sector => sector * SectorSize >= length);
    }

    public void Sync()
    {
        foreach (var sector in _dirty) Persist(sector);
        _dirty.Clear();
        _durableLength = Length;
    }

    /// <summary>
    /// Some of it came to the medium, some is still to be written, and some did not come and will not be tried again: readers see it
    /// until the power goes, or, on other file systems, see at once what was there before.
    /// </summary>
    public void FailSync(Random random)
    {
        var fates = random.Next(3) switch { 0 => 1, 1 => 2, _ => 4 };
        foreach (var sector in _dirty.ToList())
        {
            switch (random.Next(fates))
            {
                case 0:
                    _dirty.Remove(sector);
                    break;
                case 1:
                    Persist(sector);
                    _dirty.Remove(sector);
                    break;
                case 2:
                    Forget(sector);
                    _dirty.Remove(sector);
                    break;
            }
        }
        if (random.Next(2) == 0) _durableLength = Length;
    }

    /// <summary>As the system does it now and then by itself: writes a few dirty sectors.</summary>
    public void WriteBack(Random random)
    {
        foreach (var sector in _dirty.Where(_ => random.Next(3) == 0).ToList())
        {
            Persist(sector);
            _dirty.Remove(sector);
        }
    }

    /// <summary>Forgets what has not come to the medium: all of what is dirty, none, or some sectors of it.</summary>
    public void LosePower(Random random)
    {
        var kept = random.Next(4) switch { 0 => 0, 1 => 100, _ => random.Next(101) };
        foreach (var sector in _dirty)
            if (random.Next(100) < kept) Persist(sector);
        _dirty.Clear();
        // Of what was appended a part may stay. To cut a file off is done or not: file systems keep a journal of that.
        Length = random.Next(3) switch
        {
            0 => _durableLength,
            1 => Length,
            _ => Length > _durableLength ? random.Next(_durableLength, Length + 1) : Length,
        };
        if (_durable.Length < Length) Array.Resize(ref _durable, Length);
        _durable.AsSpan(Length).Clear();
        _durableLength = Length;
        _visible = [.. _durable];
    }

    /// <summary>Turns one bit over, on the medium and for readers.</summary>
    public void Flip(int offset, int bit)
    {
        _visible[offset] ^= (byte)(1 << bit);
        if (offset < _durable.Length) _durable[offset] ^= (byte)(1 << bit);
    }

    private void Forget(int sector)
    {
        var start = sector * SectorSize;
        var end = Math.Min(start + SectorSize, Length);
        _visible.AsSpan(start, end - start).Clear();
        if (_durable.Length > start) _durable.AsSpan(start, Math.Min(end, _durable.Length) - start).CopyTo(_visible.AsSpan(start));
    }

    private void Persist(int sector)
    {
        var start = sector * SectorSize;
        var end = Math.Min(start + SectorSize, Length);
        if (end > _durable.Length) Array.Resize(ref _durable, Math.Max(end, 2 * _durable.Length));
        _visible.AsSpan(start, end - start).CopyTo(_durable.AsSpan(start));
    }
}
