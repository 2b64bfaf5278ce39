using System.Text;
using Kybernet.Base;

namespace Kybernet.Storage.Tests.Crash;

/// <summary>
/// What the crash test starts as a process of its own, and kills: writers, readers and watchers of one store, who print what they are
/// told, a line each. A line ends with "ok": one without was cut short by the kill.
/// <code>
///   put WRITER NUMBER REVISION ok           acknowledged: one key
///   txn WRITER NUMBER REVISION ok           acknowledged: three keys at once
///   seen REVISION ok                        a reader saw the store at a revision
///   event WATCHER REVISION KEY=NUMBER … ok  a watcher was given a revision
///   wrong TEXT ok                           a promise is broken
/// </code>
/// </summary>
internal static class CrashProgram
{
    public const int Writers = 6;
    public const int Keys = 40;
    public const int Watchers = 2;

    /// <param name="args">The file, the first number to write, and for each watcher the revision to go on from.</param>
    public static async Task Main(string[] args)
    {
        var store = await SqliteStore.OpenAsync(args[0], ExecutionEnvironment.System());
        var delivered = args[2..].Select(long.Parse).ToArray();
        await Task.WhenAll(
        [
            .. Enumerable.Range(0, Writers).Select(writer => Task.Run(() => WriteAsync(store, writer, long.Parse(args[1])))),
            .. Enumerable.Range(0, Watchers).Select(watcher => Task.Run(() => WatchAsync(store, watcher, delivered))),
            Task.Run(() => ReadAsync(store)),
            Task.Run(() => CompactAsync(store, delivered)),
        ]);
    }

    public static StoreKey Key(int writer, long number) => StoreKey.Parse($"/put/{writer}/{number % Keys:d2}");

    public static string Group(int writer) => $"/txn/{writer}/";

    public static string Show(StoreEvent change) => $"{change.Key}={Number(change.KeyValue)}";

    public static string Number(KeyValue item) => Encoding.UTF8.GetString(item.Value.Span).Split(' ')[0];

    private static async Task WriteAsync(IStore store, int writer, long number)
    {
        for (; ; number++)
        {
            var value = Encoding.UTF8.GetBytes($"{number} {new string('x', (int)(number * 7919 % 900))}");
            if (number % 3 == 0)
            {
                var keys = Enumerable.Range(0, 3).Select(i => StoreKey.Parse($"{Group(writer)}{i}"));
                var done = await store.CommitAsync(new Transaction { Success = [.. keys.Select(key => new Operation.Put(key, value))] });
                Print($"txn {writer} {number} {done.Revision}");
            }
            else
            {
                Print($"put {writer} {number} {(await store.PutAsync(Key(writer, number), value)).Revision}");
            }
        }
    }

    private static async Task WatchAsync(IStore store, int watcher, long[] delivered)
    {
        try
        {
            await using var watch = await store.WatchAsync(KeyRange.All, delivered[watcher] + 1);
            await foreach (var batch in watch.ReadAllAsync())
            {
                foreach (var revision in batch.Events.GroupBy(change => change.Revision))
                {
                    Print($"event {watcher} {revision.Key} {string.Join(' ', revision.Select(Show))}");
                    Volatile.Write(ref delivered[watcher], revision.Key);
                }
            }
        }
        catch (StoreException failure)
        {
            Print($"wrong watcher {watcher}: {failure.Message}");
        }
    }

    private static async Task ReadAsync(IStore store)
    {
        var newest = 0L;
        for (var round = 0; ; round++)
        {
            var group = await store.RangeAsync(KeyRange.Prefix(Group(round % Writers)));
            if (group.Revision < newest) Print($"wrong a reader saw revision {group.Revision} after {newest}");
            if (group.Items.Select(Number).Distinct().Count() > 1 || group.Items.Count is not (0 or 3))
                Print($"wrong half a transaction at revision {group.Revision}: {string.Join(' ', group.Items.Select(Number))}");
            newest = group.Revision;
            if (round % 50 == 0) Print($"seen {newest}");
            if (round % 10 == 0) await Task.Delay(1);
        }
    }

    /// <summary>Forgets what all watchers have been given.</summary>
    private static async Task CompactAsync(IStore store, long[] delivered)
    {
        while (true)
        {
            await Task.Delay(20);
            var revision = Enumerable.Range(0, Watchers).Min(watcher => Volatile.Read(ref delivered[watcher])) - 100;
            if (revision > store.CompactedRevision) await store.CompactAsync(revision);
        }
    }

    private static void Print(string line) => Console.Out.WriteLine(line + " ok");
}
