using System.Diagnostics;
using System.Text;
using Kybernet.Cluster.Bench.Http2;
using Kybernet.Cluster.Bench.Reports;

namespace Kybernet.Cluster.Bench.Api;

/// <summary>Many watches of what a few clients write: every write is to reach every watch.</summary>
internal static class WatchFanOut
{
    // How long nothing may come before what has not come is counted as lost.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static async Task<IReadOnlyList<Figure>> RunAsync(Arena arena, CancellationToken cancellation)
    {
        await OwnConfigMaps.EnsureAsync(arena);
        var path = Encoding.ASCII.GetBytes($"{arena.ConfigMaps}?watch=1&resourceVersion={await arena.RevisionAsync()}");
        List<(WatchCall Call, Http2Connection Connection, Task<int> End)> watches = [];
        for (var i = 0; i < arena.Options.Watchers; i++)
        {
            WatchCall call = new();
            var connection = arena.Connection(i);
            watches.Add((call, connection, connection.SendAsync(call, RequestTemplate.Get, path, default).AsTask()));
        }

        foreach (var (call, _, _) in watches) await call.Open.WaitAsync(Patience, cancellation);

        var allocation = await Allocation.BeginAsync(arena);
        var began = Stopwatch.GetTimestamp();
        var flatOut = arena.Options.WriteRate == 0;
        var writes = flatOut ? await FlatOutAsync(arena, began) : await PacedAsync(arena, began, cancellation);
        var wrote = Stopwatch.GetElapsedTime(began);
        await DrainAsync([.. watches.Select(w => w.Call)], writes, cancellation);
        var delivered = watches.Sum(w => w.Call.Events);
        var flat = flatOut ? "writers flat out" : $"{arena.Options.WriteRate} writes/s";
        var name = $"{arena.Options.Watchers} watches, {flat}";
        var allocated = await allocation.EndAsync(delivered);
        var ended = watches.Count(w => w.End.IsCompleted);
        foreach (var (call, connection, end) in watches)
        {
            connection.Cancel(call);
            await end;
        }

        var seconds = Stopwatch.GetElapsedTime(began, watches.Max(w => w.Call.Latest)).TotalSeconds;
        Spread latency = new(watches.SelectMany(w => w.Call.Milliseconds));
        return
        [
            new($"{name}: events delivered", delivered / seconds, "/s"),
            new($"{name}: writes", writes / wrote.TotalSeconds, "/s"),
            new($"{name}: write to event, median", latency.Median, "ms"),
            new($"{name}: write to event, p99", latency.Percentile(99), "ms"),
            new($"{name}: events lost", writes * arena.Options.Watchers - delivered, ""),
            new($"{name}: watches ended by the server", ended, ""),
            .. allocated is { } each ? [new Figure($"{name}: allocated by the server for an event", each, "B")] : Array.Empty<Figure>(),
        ];
    }

    private static async Task<long> FlatOutAsync(Arena arena, long began)
    {
        var counts = await Task.WhenAll(Enumerable.Range(0, arena.Options.Clients).Select(async client =>
        {
            var count = 0L;
            Call call = new();
            var write = Writer(arena, client);
            for (; Stopwatch.GetElapsedTime(began) < arena.Options.Duration; count++) await write(call);
            return count;
        }));
        return counts.Sum();
    }

    // One after the other in time, whether the earlier ones are answered or not: each client has at most one under way.
    private static async Task<long> PacedAsync(Arena arena, long began, CancellationToken cancellation)
    {
        (Call Call, Func<Call, Task> Write)[] writers =
            [.. Enumerable.Range(0, arena.Options.Clients).Select(client => (new Call(), Writer(arena, client)))];
        var underWay = writers.Select(_ => Task.CompletedTask).ToArray();
        var count = 0L;
        using PeriodicTimer tick = new(TimeSpan.FromMilliseconds(Math.Max(1, 1000.0 / arena.Options.WriteRate)));
        while (Stopwatch.GetElapsedTime(began) is var passed && passed < arena.Options.Duration)
        {
            for (; count < passed.TotalSeconds * arena.Options.WriteRate; count++)
            {
                var turn = count % writers.Length;
                await underWay[turn];
                underWay[turn] = writers[turn].Write(writers[turn].Call);
            }

            await tick.WaitForNextTickAsync(cancellation);
        }

        await Task.WhenAll(underWay);
        return count;
    }

    private static Func<Call, Task> Writer(Arena arena, int client)
    {
        var path = OwnConfigMaps.PathOf(arena, client);
        var body = Bodies.SentConfigMap(client);
        var connection = arena.Connection(client);
        return async call =>
        {
            var status = await connection.SendAsync(call, RequestTemplate.Put, path, body.With(Stopwatch.GetTimestamp()));
            Answer.Require(status == 200, RequestTemplate.Put, arena.ConfigMaps, call);
        };
    }

    private static async Task DrainAsync(IReadOnlyList<WatchCall> watches, long expected, CancellationToken cancellation)
    {
        var since = Stopwatch.GetTimestamp();
        var seen = 0L;
        while (watches.Any(w => w.Events < expected) && Stopwatch.GetElapsedTime(since) < Patience)
        {
            var now = watches.Sum(w => w.Events);
            if (now != seen) (seen, since) = (now, Stopwatch.GetTimestamp());
            await Task.Delay(20, cancellation);
        }
    }
}
