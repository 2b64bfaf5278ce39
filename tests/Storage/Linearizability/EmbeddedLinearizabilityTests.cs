using System.Globalization;
using Kybernet.Base;
using Kybernet.Storage.Engine;
using Kybernet.Storage.Sqlite;
using Kybernet.Storage.Tests.Faults;
using Kybernet.Storage.Tests.Faults.Disk;
using Xunit.Abstractions;

namespace Kybernet.Storage.Tests.Linearizability;

/// <summary>
/// Histories of concurrent clients of the embedded store are linearizable: a few every time, many in the long run
/// (<c>./kybernet test --long Linearizability</c>). <c>KYBERNET_FAULTS=SEED</c> runs one simulated history alone.
/// </summary>
public sealed class EmbeddedLinearizabilityTests(ITestOutputHelper output)
{
    private static bool IsLong => System.Environment.GetEnvironmentVariable("KYBERNET_LONG") == "1";

    /// <summary>One thread and a seed: the disk fails, the power is cut, and the clients go on with the store that is opened again.</summary>
    [Fact]
    public void Across_failures_and_power_cuts_histories_are_linearizable()
    {
        var one = System.Environment.GetEnvironmentVariable("KYBERNET_FAULTS") is { Length: > 0 } text
            ? int.Parse(text.Split(':')[0], CultureInfo.InvariantCulture)
            : (int?)null;
        var (operations, unknown, refused) = (0, 0, 0);
        for (var seed = one ?? 1; seed <= (one ?? (IsLong ? 1000 : 25)); seed++)
        {
            RegisterClients clients = new("/", keys: 3);
            Simulate(seed, clients);
            var contradiction = RegisterChecker.FindContradiction(clients.History);
            Assert.True(contradiction is null, $"seed {seed}:\n{string.Join('\n', contradiction ?? [])}");
            operations += clients.History.Count;
            unknown += clients.History.Count(operation => operation.IsUnknown);
            refused += clients.Refused;
        }
        output.WriteLine($"{operations} operations, {unknown} of unknown outcome; {refused} more were refused");
        Assert.True(one is not null || (operations > 1000 && unknown > 10 && refused > 10), "too little happened");
    }

    /// <summary>Real threads, a real file.</summary>
    [Fact]
    public async Task Of_many_threads_histories_are_linearizable()
    {
        using TemporaryDirectory directory = new();
        await using var store = await SqliteStore.OpenAsync(directory.File("store.db"), ExecutionEnvironment.System());
        var operations = 0;
        for (var round = 0; round < (IsLong ? 500 : 10); round++)
        {
            RegisterClients clients = new($"/{round}/", keys: 2);
            await Task.WhenAll(Enumerable.Range(0, 8).Select(client => Task.Run(async () =>
            {
                Random random = new(round * 100 + client);
                for (var i = 0; i < 25; i++) await clients.StepAsync(store, random);
            })));
            var contradiction = RegisterChecker.FindContradiction(clients.History);
            Assert.True(contradiction is null, $"round {round}:\n{string.Join('\n', contradiction ?? [])}");
            operations += clients.History.Count;
        }
        output.WriteLine($"{operations} operations");
    }

    private static void Simulate(int seed, RegisterClients clients)
    {
        Random random = new(seed);
        Simulation simulation = new(seed);
        SimulatedDisk disk = new(seed);
        using SqliteFileSystem files = new(disk);
        var environment = simulation.Environment;
        EmbeddedStore? store = null;
        var hasEnded = false;
        try
        {
            simulation.Run(async () =>
            {
                var users = Enumerable.Range(0, 5).Select(_ => environment.Run(async () =>
                {
                    for (; !hasEnded; await DelayAsync(random.Next(30)))
                        if (store is { } current) await clients.StepAsync(current, random);
                })).ToList();
                for (var life = 0; life < 3; life++)
                {
                    SqliteCommitLog log = new("store.db", files);
                    store = new EmbeddedStore(
                        log, environment, new EmbeddedStoreOptions(), writer => new SimulatedWriter(writer, environment, log.Dispose));
                    for (var trouble = 0; trouble < 2 && !disk.IsStopped; trouble++)
                    {
                        await DelayAsync(random.Next(300));
                        Trouble.Begin(disk, random);
                        await DelayAsync(random.Next(200));
                        if (!disk.IsStopped) disk.Faults.Heal();
                    }
                    await DelayAsync(random.Next(1500));
                    disk.Stop();
                    var closing = store;
                    store = null;
                    await closing.DisposeAsync();
                    disk.Faults.Heal();
                    disk.Start(powerWasLost: random.Next(3) > 0);
                }
                hasEnded = true;
                await Task.WhenAll(users);
            });
        }
        finally
        {
            store?.DisposeAsync().AsTask().Wait(0);
        }

        Task DelayAsync(int milliseconds) => environment.Delay(TimeSpan.FromMilliseconds(milliseconds), CancellationToken.None);
    }
}
