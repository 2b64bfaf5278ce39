using Kybernet.Base;
using Kybernet.Storage;
using Kybernet.Storage.Bench;

// dotnet run -c Release --project bench/Storage.Bench -- [DIRECTORY] [SECONDS] [WRITERS] [VALUE-BYTES]
var directory = args.ElementAtOrDefault(0) ?? Path.Combine(Environment.CurrentDirectory, "artifacts", "storage-bench");
var seconds = TimeSpan.FromSeconds(double.Parse(args.ElementAtOrDefault(1) ?? "5"));
var writers = int.Parse(args.ElementAtOrDefault(2) ?? "64");
var valueBytes = int.Parse(args.ElementAtOrDefault(3) ?? "1000");
var environment = ExecutionEnvironment.System();
if (Directory.Exists(directory)) Directory.Delete(directory, recursive: true);

Console.WriteLine($"{writers} writers, {valueBytes} bytes a value, {seconds.TotalSeconds} s each, {Environment.ProcessorCount} cores");

Console.WriteLine("\nThe embedded store, in this process");
await using (var store = await SqliteStore.OpenAsync(Path.Combine(directory, "embedded", "store.db"), environment))
{
    using var observation = store.Observe(KeyRange.Prefix("/registry/pods/"), new CountingObserver());
    var load = new Load(store, valueBytes);
    await load.WritesAsync("(to get warm)", writers, seconds, load.PutAsync);
    await load.WritesAsync("put, all writers", writers, seconds, load.PutAsync);
    await load.WritesAsync("create, all writers", writers, seconds, load.CreateAsync);
    await load.WritesAsync("create, one writer", 1, seconds, load.CreateAsync);
    await load.WritesAsync("compare-and-swap update, all writers", writers, seconds, load.UpdateAsync);
    await store.CompactAsync(store.CurrentRevision);
    await load.WritesAsync("create while compacting, all writers", writers, seconds, load.CreateAsync);
    load.Reads("get", 2, seconds, load.Get);
    load.Reads("range of 500", 2, seconds, load.Range);
    await load.WatchAsync("watch events, 10 watches, all writers", writers, seconds);
}

Console.WriteLine("\nIts size, and how long it takes to open");
await Sizes.MeasureAsync(Path.Combine(directory, "churn", "store.db"), writers, valueBytes, environment);
await Sizes.OpenAsync(Path.Combine(directory, "large", "store.db"), valueBytes, environment);

Console.WriteLine("\nThe same store served as etcd, and a real etcd on the same disk, both by our client over loopback");
await using (var store = await SqliteStore.OpenAsync(Path.Combine(directory, "served", "store.db"), environment))
await using (var server = await EtcdServer.StartAsync(store, new EtcdServerOptions { ListenUrls = [new Uri("http://127.0.0.1:0")] }, environment))
    await RemoteAsync("kybernet etcd", server.Addresses[0]);
using (var etcd = RealEtcd.Start(Path.Combine(directory, "etcd")))
{
    if (etcd is null) Console.WriteLine("(etcd is not installed)");
    else await RemoteAsync("etcd", etcd.Address);
}

Console.WriteLine("\nIn memory");
await using (var store = MemoryStore.Create(environment))
{
    var load = new Load(store, valueBytes);
    await load.WritesAsync("create, two writers", 2, seconds, load.CreateAsync);
}
Directory.Delete(directory, recursive: true);

async Task RemoteAsync(string name, Uri address)
{
    await using var store = await EtcdStore.OpenAsync(new EtcdStoreOptions { Endpoints = [address] }, environment);
    var load = new Load(store, valueBytes);
    await load.WritesAsync($"{name}: put, all writers", writers, seconds, load.PutAsync);
    await load.WritesAsync($"{name}: create, all writers", writers, seconds, load.CreateAsync);
    await load.WritesAsync($"{name}: create, one writer", 1, seconds, load.CreateAsync);
    await load.WritesAsync($"{name}: update, all writers", writers, seconds, load.UpdateAsync);
    await load.WritesAsync($"{name}: read of the present, all", writers, seconds, async (_, _) => await store.CatchUpAsync());
}
