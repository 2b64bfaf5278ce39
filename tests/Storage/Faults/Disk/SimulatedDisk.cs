namespace Kybernet.Storage.Tests.Faults.Disk;

/// <summary>
/// A disk in memory that can fail in the ways disks do, and a machine on it that can stop: killed, when the system's page cache stays,
/// or by a power cut, when only what was synced is sure to stay. Names, too, are sure only after their directory was synced. All
/// chance is from one seed.
/// </summary>
internal sealed class SimulatedDisk(int seed, bool liesAboutSyncs = false)
{
    private readonly Random _random = new(seed);
    private Dictionary<string, SimulatedFile> _names = [];
    private Dictionary<string, SimulatedFile> _durableNames = [];

    public DiskFaults Faults { get; } = new() { LiesAboutSyncs = liesAboutSyncs };

    /// <summary>Counts up with each start of the machine: what was opened before cannot be used any more.</summary>
    public int Life { get; private set; }

    /// <summary>Whether the machine has stopped: nothing succeeds, nothing changes.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>How many operations there were, and how many of them failed.</summary>
    public (long All, long Failed) Operations { get; private set; }

    public IReadOnlyDictionary<string, SimulatedFile> Files => _names;

    public long Used => _names.Values.Sum(static file => (long)file.Length);

    public void Stop() => IsStopped = true;

    /// <summary>Starts the stopped machine.</summary>
    /// <param name="powerWasLost">Whether the page cache is gone.</param>
    public void Start(bool powerWasLost)
    {
        if (powerWasLost) LosePower();
        IsStopped = false;
        Life++;
    }

    /// <summary>Whether an operation is to fail; counts it.</summary>
    public bool Fails(DiskOperation operation)
    {
        if (!IsStopped && (operation & DiskOperation.Change) != 0 && Faults.StopAfter is { } left)
        {
            Faults.StopAfter = left - 1;
            if (left <= 0) Stop();
        }
        var fails = IsStopped
            || (Faults.IsReadOnly && (operation & (DiskOperation.Change & ~DiskOperation.Sync)) != 0)
            || ((Faults.Failing & operation) != 0 && _random.Next(100) < Faults.Percent);
        Operations = (Operations.All + 1, Operations.Failed + (fails ? 1 : 0));
        return fails;
    }

    public SimulatedFile? Find(string name) => _names.GetValueOrDefault(name);

    public SimulatedFile Create(string name) => _names[name] = new SimulatedFile();

    public void Delete(string name) => _names.Remove(name);

    public void SyncNames() => _durableNames = new Dictionary<string, SimulatedFile>(_names);

    /// <summary>Writes, or as much as there is room for; part of it, at times, when the write fails.</summary>
    /// <returns>Whether all was written, and if not, whether for want of room.</returns>
    public (bool Done, bool IsFull) Write(SimulatedFile file, int offset, ReadOnlySpan<byte> bytes)
    {
        var ran = !IsStopped;
        if (Fails(DiskOperation.Write))
        {
            if (ran && !Faults.IsReadOnly) WritePart(file, offset, bytes);
            return (false, false);
        }
        var growth = Math.Max(0, offset + bytes.Length - file.Length);
        if (growth > 0 && Used + growth > Faults.Capacity)
        {
            var room = bytes.Length - (int)Math.Min(bytes.Length, Used + growth - Faults.Capacity);
            if (room > 0) file.Write(offset, bytes[..room]);
            Operations = (Operations.All, Operations.Failed + 1);
            return (false, true);
        }
        file.Write(offset, bytes);
        if (_random.Next(16) == 0) file.WriteBack(_random);
        return (true, false);
    }

    public bool Sync(SimulatedFile file)
    {
        if (!Fails(DiskOperation.Sync))
        {
            if (!Faults.LiesAboutSyncs) file.Sync();
            return true;
        }
        if (!IsStopped) file.FailSync(_random);
        return false;
    }

    private void WritePart(SimulatedFile file, int offset, ReadOnlySpan<byte> bytes)
    {
        if (_random.Next(2) == 0) file.Write(offset, bytes[..(1 + _random.Next(bytes.Length))]);
    }

    private void LosePower()
    {
        Dictionary<string, SimulatedFile> left = [];
        foreach (var name in _names.Keys.Union(_durableNames.Keys).Order(StringComparer.Ordinal))
        {
            var from = _random.Next(2) == 0 ? _names : _durableNames;
            if (from.TryGetValue(name, out var file)) left[name] = file;
        }
        foreach (var file in left.Values) file.LosePower(_random);
        _names = left;
        _durableNames = new Dictionary<string, SimulatedFile>(left);
    }
}
