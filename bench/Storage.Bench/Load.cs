using System.Diagnostics;

namespace Kybernet.Storage.Bench;

/// <summary>Puts a store under load and says how it did.</summary>
internal sealed class Load(IObservableStore store, int valueBytes)
{
    private long _created;

    public async ValueTask PutAsync(int writer, long turn) =>
        await store.PutAsync(StoreKey.Parse($"/registry/leases/{writer}-{turn % 100}"), new byte[valueBytes]);

    public async ValueTask CreateAsync(int writer, long turn)
    {
        var result = await store.PutAsync(PodKey(Interlocked.Increment(ref _created)), new byte[valueBytes], expectedModRevision: 0);
        if (!result.Succeeded) throw new InvalidOperationException("a key was there before it was made");
    }

    public async ValueTask UpdateAsync(int writer, long turn)
    {
        var key = PodKey(1 + (turn * 64 + writer) % _created);
        while (true)
        {
            var current = (await store.GetAsync(key))!;
            if ((await store.PutAsync(key, new byte[valueBytes], current.ModRevision)).Succeeded) return;
        }
    }

    public void Get(Random random)
    {
        if (store.GetAsync(PodKey(random.NextInt64(1, _created))).Result is null) throw new InvalidOperationException("a key is missing");
    }

    public void Range(Random random)
    {
        var range = new KeyRange(PodKey(random.NextInt64(1, _created)), KeyRange.Prefix("/registry/pods/").End);
        _ = store.RangeAsync(range, new RangeOptions { Limit = 500 }).Result;
    }

    public async Task WritesAsync(string name, int writers, TimeSpan duration, Func<int, long, ValueTask> write)
    {
        var watch = Stopwatch.StartNew();
        var allocated = GC.GetTotalAllocatedBytes();
        var latencies = await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            var own = new List<double>();
            for (var turn = 0L; watch.Elapsed < duration; turn++)
            {
                var began = Stopwatch.GetTimestamp();
                await write(writer, turn);
                own.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }
            return own;
        })));
        var elapsed = watch.Elapsed.TotalSeconds;
        var all = latencies.SelectMany(own => own).Order().ToArray();
        Console.WriteLine(
            $"{name,-40} {all.Length / elapsed,10:n0} /s   median {all[all.Length / 2]:f3} ms   p99 {all[all.Length * 99 / 100]:f3} ms"
            + $"   {(GC.GetTotalAllocatedBytes() - allocated) / all.Length:n0} B each");
    }

    public void Reads(string name, int threads, TimeSpan duration, Action<Random> read)
    {
        var watch = Stopwatch.StartNew();
        var count = 0L;
        Task.WaitAll([.. Enumerable.Range(0, threads).Select(thread => Task.Factory.StartNew(
            () =>
            {
                var random = new Random(thread);
                var own = 0L;
                for (; watch.Elapsed < duration; own++) read(random);
                Interlocked.Add(ref count, own);
            },
            TaskCreationOptions.LongRunning))]);
        Console.WriteLine($"{name,-40} {count / watch.Elapsed.TotalSeconds,10:n0} /s");
    }

    public async Task WatchAsync(string name, int writers, TimeSpan duration)
    {
        var seen = 0L;
        using var cancellation = new CancellationTokenSource();
        var watching = Enumerable.Range(0, 10).Select(_ => Task.Run(async () =>
        {
            await using var watch = await store.WatchAsync(KeyRange.All);
            try
            {
                await foreach (var batch in watch.ReadAllAsync(cancellation.Token)) Interlocked.Add(ref seen, batch.Events.Count);
            }
            catch (OperationCanceledException)
            {
                // The time is up.
            }
        })).ToList();
        await WritesAsync($"{name}: writes", writers, duration, CreateAsync);
        await cancellation.CancelAsync();
        await Task.WhenAll(watching);
        Console.WriteLine($"{name,-40} {seen / duration.TotalSeconds,10:n0} /s");
    }

    private static StoreKey PodKey(long number) => StoreKey.Parse($"/registry/pods/default/pod-{number:d9}");
}
