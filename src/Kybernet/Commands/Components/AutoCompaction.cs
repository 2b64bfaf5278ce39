using System.Globalization;
using Kybernet.Host.Flags;
using Kybernet.Storage;

namespace Kybernet.Host.Commands.Components;

/// <summary>
/// etcd's --auto-compaction-mode and -retention: what nobody asks to be compacted goes after a time, or so many revisions later. The
/// size of the history is bounded in any case.
/// </summary>
internal sealed class AutoCompaction(FlagTable flags)
{
    private static readonly TimeSpan RevisionInterval = TimeSpan.FromMinutes(5);

    private readonly Flag<string> _mode = flags.Text("auto-compaction-mode", "periodic", "By what --auto-compaction-retention counts: periodic or revision.");
    private readonly Flag<string> _retention = flags.Text(
        "auto-compaction-retention", "0", "How much history is kept: a duration (a bare number: hours) or a number of revisions; 0: all of it.");

    /// <summary>Compacts, until cancelled.</summary>
    public async Task RunAsync(ComponentStart start, IStore store, CancellationToken cancellation)
    {
        var (mode, retention) = (start.Get(_mode), start.Get(_retention));
        switch (mode)
        {
            case "periodic":
                await RunPeriodicAsync(start, store, Duration(retention), cancellation);
                break;
            case "revision":
                if (!long.TryParse(retention, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
                    throw new FlagException($"--auto-compaction-retention: {retention} is no number of revisions");
                await RunByRevisionAsync(start, store, count, cancellation);
                break;
            default:
                throw new FlagException($"--auto-compaction-mode: there is no mode {mode}, only periodic and revision");
        }
    }

    private static async Task RunPeriodicAsync(ComponentStart start, IStore store, TimeSpan retention, CancellationToken cancellation)
    {
        if (retention == TimeSpan.Zero) await Task.Delay(Timeout.InfiniteTimeSpan, start.Environment.Time, cancellation);
        while (true)
        {
            var revision = store.CurrentRevision;
            await Task.Delay(retention, start.Environment.Time, cancellation);
            await CompactAsync(store, revision, cancellation);
        }
    }

    private static async Task RunByRevisionAsync(ComponentStart start, IStore store, long count, CancellationToken cancellation)
    {
        while (true)
        {
            await Task.Delay(count == 0 ? Timeout.InfiniteTimeSpan : RevisionInterval, start.Environment.Time, cancellation);
            await CompactAsync(store, store.CurrentRevision - count, cancellation);
        }
    }

    private static async Task CompactAsync(IStore store, long revision, CancellationToken cancellation)
    {
        if (revision <= store.CompactedRevision) return;
        try
        {
            await store.CompactAsync(revision, cancellation: cancellation);
        }
        catch (Exception e) when (e is CompactedException or StoreUnavailableException or CommitOutcomeUnknownException)
        {
            // Somebody else was first, or the store cannot now and has said so: the next time will do.
        }
    }

    private static TimeSpan Duration(string text)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var hours)) return TimeSpan.FromHours(hours);
        try
        {
            return Api.KubeDuration.Parse(text);
        }
        catch (FormatException e)
        {
            throw new FlagException($"--auto-compaction-retention: {e.Message}");
        }
    }
}
