using Kybernet.Base;
using Kybernet.Storage;
using Kybernet.Storage.Bench;

// dotnet run -c Release --project bench/Storage.Bench -- [DIRECTORY] [SECONDS] [WRITERS] [VALUE-BYTES]
var directory = args.ElementAtOrDefault(0) ?? Path.Combine(Environment.CurrentDirectory, "artifacts", "storage-bench");
var seconds = TimeSpan.FromSeconds(double.Parse(args.ElementAtOrDefault(1) ?? "5"));
var writers = int.Parse(args.ElementAtOrDefault(2) ?? "64");
var valueBytes = int.Parse(args.ElementAtOrDefault(3) ?? "1000");
var environment = ExecutionEnvironment.System();
var file = Path.Combine(directory, "store.db");
if (Directory.Exists(directory)) Directory.Delete(directory, recursive: true);

Console.WriteLine($"{writers} writers, {valueBytes} bytes a value, {seconds.TotalSeconds} s each, {Environment.ProcessorCount} cores");
await using (var store = await SqliteStore.OpenAsync(file, environment))
{
    using var observation = store.Observe(KeyRange.Prefix("/registry/pods/"), new CountingObserver());
    var load = new Load(store, valueBytes);
    await load.WritesAsync("create, all writers", writers, seconds, load.CreateAsync);
    await load.WritesAsync("create, one writer", 1, seconds, load.CreateAsync);
    await load.WritesAsync("compare-and-swap update, all writers", writers, seconds, load.UpdateAsync);
    await store.CompactAsync(store.CurrentRevision);
    await load.WritesAsync("create while compacting, all writers", writers, seconds, load.CreateAsync);
    load.Reads("get", 2, seconds, load.Get);
    load.Reads("range of 500", 2, seconds, load.Range);
    await load.WatchAsync("watch events, 10 watches, all writers", writers, seconds);
}
var watch = System.Diagnostics.Stopwatch.StartNew();
await using (var store = await SqliteStore.OpenAsync(file, environment))
{
    var mebibytes = new FileInfo(file).Length >> 20;
    Console.WriteLine($"{"open and check",-40} {watch.Elapsed.TotalSeconds,10:f2} s for {store.Snapshot().Count} keys in {mebibytes} MiB");
}
Directory.Delete(directory, recursive: true);

await using (var store = MemoryStore.Create(environment))
{
    var load = new Load(store, valueBytes);
    await load.WritesAsync("in memory: create, two writers", 2, seconds, load.CreateAsync);
}
