using System.Globalization;
using Kybernet.Storage.Tests.Faults.Disk;

namespace Kybernet.Storage.Tests.Faults;

/// <summary>What happened in runs, in numbers: a run in which nothing fails proves nothing.</summary>
internal sealed class FaultTally
{
    public int Lives { get; set; }

    public int PowerCuts { get; set; }

    public int Kills { get; set; }

    public int RefusedToOpen { get; set; }

    public int RefusedForDamage { get; set; }

    public int HistoryReadsRefused { get; set; }

    public long Done { get; private set; }

    public long Refused { get; private set; }

    public long Unknown { get; private set; }

    /// <summary>Of those of unknown outcome, how many were in the file.</summary>
    public long Found { get; private set; }

    public long Operations { get; private set; }

    public long Failed { get; private set; }

    public void Count(History history, SimulatedDisk disk)
    {
        foreach (var attempt in history.Attempts)
        {
            if (attempt.Outcome == Outcome.Done) Done++;
            if (attempt.Outcome == Outcome.Refused) Refused++;
            if (attempt.Outcome == Outcome.Unknown && !attempt.IsExpiry) Unknown++;
            if (attempt.Outcome == Outcome.Unknown && !attempt.IsExpiry && attempt.Explains > 0) Found++;
        }
        Operations += disk.Operations.All;
        Failed += disk.Operations.Failed;
    }

    public void Add(FaultTally other)
    {
        Lives += other.Lives;
        PowerCuts += other.PowerCuts;
        Kills += other.Kills;
        RefusedToOpen += other.RefusedToOpen;
        RefusedForDamage += other.RefusedForDamage;
        HistoryReadsRefused += other.HistoryReadsRefused;
        Done += other.Done;
        Refused += other.Refused;
        Unknown += other.Unknown;
        Found += other.Found;
        Operations += other.Operations;
        Failed += other.Failed;
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Lives} lives, {PowerCuts} power cuts, {Kills} kills; writes: {Done} done, {Refused} refused, {Unknown} of unknown outcome, "
        + $"of which {Found} were done; {RefusedToOpen} refusals to open, {RefusedForDamage} of them for damage; "
        + $"{HistoryReadsRefused} reads of the history refused; {Operations} operations of the disk, {Failed} failed");
}
