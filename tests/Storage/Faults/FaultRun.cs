using Kybernet.Base;
using Kybernet.Storage.Tests.Faults.Disk;

namespace Kybernet.Storage.Tests.Faults;

/// <summary>
/// Several lives of a store on a disk that fails by chance, all from one seed: opened, used by several clients and watchers, closed,
/// killed or cut off from power, and opened again. Whatever happens, each promise of docs/reliability.md is held to.
/// </summary>
internal sealed class FaultRun : IDisposable
{
    private const string Path = "store.db";

    private readonly Random _random;
    private readonly Simulation _simulation;
    private readonly SimulatedDisk _disk;
    private readonly SqliteFileSystem _files;
    private readonly History _history = new();
    private readonly LeaseBook _leases = new();
    private readonly int _largest;
    private StoreLife? _life;
    private Damage? _damage;

    /// <summary>A run that has not begun.</summary>
    /// <param name="seed">Where all chance in it comes from.</param>
    /// <param name="liesAboutSyncs">Whether the disk is one that no store can be safe on.</param>
    public FaultRun(int seed, bool liesAboutSyncs = false)
    {
        _random = new Random(seed);
        _simulation = new Simulation(seed);
        _disk = new SimulatedDisk(seed, liesAboutSyncs);
        _files = new SqliteFileSystem(_disk);
        // Large values fill the log, so that it is copied into the file beside the writes.
        _largest = _random.Next(4) == 0 ? 500_000 : 5_000;
    }

    /// <summary>What came of it, in numbers.</summary>
    public FaultTally Tally { get; } = new();

    /// <summary>What was special about it.</summary>
    public override string ToString() => $"life {Tally.Lives - 1}, {_damage?.ToString() ?? "no bits turn over"}";

    public void Run()
    {
        _simulation.Run(LiveAsync, TimeSpan.FromHours(4));
        Tally.Count(_history, _disk);
    }

    public void Dispose()
    {
        _life?.Dispose();
        _files.Dispose();
    }

    private async Task LiveAsync()
    {
        var lives = 3 + _random.Next(4);
        var damage = _damage = _random.Next(3) == 0 ? Damage.Choose(_random, lives) : null;
        for (var number = 0; number < lives; number++)
        {
            if (damage is { } before && before.Life == number && !before.WhileOpen) before.Do(_disk, Path, _random);
            if (await OpenAsync(damage, damage is { } one && one.Life <= number) is not { } life)
            {
                Tally.RefusedForDamage++;
                return;
            }
            if (damage is { IsDone: true, InLog: true })
            {
                // Who has lost the end of the log cannot know that it was there. It is an earlier state, whole.
                life.CompareEarlier();
                await life.CloseAsync();
                return;
            }
            await life.BeginAsync();
            if (damage is { } during && during.Life == number && during.WhileOpen) life.DamageLater(() => during.Do(_disk, Path, _random));
            await life.RunAsync();
            Judge.That(_files.Defect is null, () => $"defect of the simulated disk: {_files.Defect}");
            _history.Explain();
        }
    }

    /// <summary>Opens the store, with the disk failing at times; null when it is refused for damage that was done.</summary>
    private async Task<StoreLife?> OpenAsync(Damage? damage, bool isDamaged)
    {
        if (_random.Next(3) == 0) Trouble.Begin(_disk, _random);
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return _life = new StoreLife(Path, _files, _disk, _simulation.Environment, _random, _history, _leases, _largest, Tally, isDamaged);
            }
            catch (StoreFileException refusal)
            {
                Tally.RefusedToOpen++;
                Judge.That(refusal.Message.StartsWith(Path, StringComparison.Ordinal), () => $"refused without the file's name: {refusal.Message}");
                if (damage is { IsDone: true } && _disk.Faults is { Failing: DiskOperation.None, IsReadOnly: false, StopAfter: null }) return null;
                Judge.That(attempt < 3, () => $"refused though the disk is well: {refusal}");
            }
            if (_disk.IsStopped)
            {
                _disk.Faults.Heal();
                _disk.Start(_random.Next(2) == 0);
            }
            if (attempt == 1) _disk.Faults.Heal();
            await _simulation.Environment.Delay(TimeSpan.FromMilliseconds(100), CancellationToken.None);
        }
    }
}
