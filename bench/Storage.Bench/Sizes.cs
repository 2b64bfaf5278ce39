using System.Diagnostics;
using Kybernet.Base;

namespace Kybernet.Storage.Bench;

/// <summary>What a store takes on disk when it is written over and over, and how long a large one takes to open.</summary>
internal static class Sizes
{
    private const int Updates = 1_000_000;
    private const int Keys = 1000;
    private const int LargeKeys = 200_000;

    /// <summary>A million updates of a thousand keys.</summary>
    public static async Task MeasureAsync(string file, int writers, int valueBytes, ExecutionEnvironment environment)
    {
        await using var store = await SqliteStore.OpenAsync(file, environment);
        using var stop = new CancellationTokenSource();
        var most = 0L;
        var measuring = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                most = Math.Max(most, OnDisk(file));
                await Task.Delay(20);
            }
        });
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            for (var i = writer; i < Updates; i += writers) await store.PutAsync(StoreKey.Parse($"/registry/pods/{i % Keys:d9}"), new byte[valueBytes]);
        })));
        var rate = Updates / watch.Elapsed.TotalSeconds;
        await stop.CancelAsync();
        await measuring;
        Console.WriteLine(
            $"{"a million updates of 1,000 keys",-40} {rate,10:n0} /s   most on disk {most >> 20} MiB, in the end {OnDisk(file) >> 20} MiB,"
            + $" defragmented {await DefragmentAsync(store, file) >> 10} KiB");
    }

    /// <summary>200,000 keys.</summary>
    public static async Task OpenAsync(string file, int valueBytes, ExecutionEnvironment environment)
    {
        await using (var store = await SqliteStore.OpenAsync(file, environment))
        {
            foreach (var some in Enumerable.Range(0, LargeKeys).Chunk(1000))
                await Task.WhenAll(some.Select(i => store.PutAsync(StoreKey.Parse($"/registry/pods/{i:d9}"), new byte[valueBytes]).AsTask()));
        }
        var watch = Stopwatch.StartNew();
        await using var opened = await SqliteStore.OpenAsync(file, environment);
        Console.WriteLine($"{"open and check",-40} {watch.Elapsed.TotalSeconds,10:f2} s for {opened.Snapshot().Count} keys in {OnDisk(file) >> 20} MiB");
    }

    private static async Task<long> DefragmentAsync(IEmbeddedStore store, string file)
    {
        await store.CompactAsync(store.CurrentRevision);
        await store.DefragmentAsync();
        return OnDisk(file);
    }

    private static long OnDisk(string file) =>
        new[] { file, file + "-wal" }.Select(static name => new FileInfo(name)).Where(static info => info.Exists).Sum(static info => info.Length);
}
