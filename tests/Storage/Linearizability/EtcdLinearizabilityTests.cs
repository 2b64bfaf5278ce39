using System.Diagnostics;
using System.Globalization;
using Kybernet.Storage.Tests.Etcd;
using Xunit.Abstractions;

namespace Kybernet.Storage.Tests.Linearizability;

/// <summary>
/// Histories of several stores over one etcd are linearizable, whatever befalls its members: a few rounds every time, more in the long
/// run.
/// </summary>
public sealed class EtcdLinearizabilityTests(ITestOutputHelper output) : EtcdFixture
{
    private static bool IsLong => System.Environment.GetEnvironmentVariable("KYBERNET_LONG") == "1";

    [EtcdFact]
    public async Task Over_one_member_that_is_killed_and_frozen_histories_are_linearizable()
    {
        var etcd = StartServer();
        List<IObservableStore> stores = [];
        for (var i = 0; i < 3; i++) stores.Add(await OpenAsync(etcd.Address, options => options with { RequestTimeout = TimeSpan.FromSeconds(2) }));
        await RunAsync(IsLong ? 500 : 3, stores, async random =>
        {
            var isKilled = random.Next(2) == 0;
            if (isKilled) etcd.Kill();
            else etcd.Freeze();
            await Task.Delay(random.Next(300));
            if (isKilled) etcd.Restart();
            else etcd.Thaw();
        });
    }

    [EtcdFact]
    public async Task Over_three_members_that_are_killed_frozen_and_cut_off_histories_are_linearizable()
    {
        var members = RealEtcd.StartCluster(3, withRelays: true);
        foreach (var member in members) Own(member);
        var relays = members.Select(member => Own(new TcpRelay(member.Address))).ToList();
        List<IObservableStore> stores = [];
        for (var i = 0; i < 3; i++)
        {
            // Each begins with another one.
            Uri[] addresses = [.. relays[i..].Concat(relays[..i]).Select(relay => relay.Address)];
            stores.Add(await OpenAsync(addresses[0], options => options with { Endpoints = addresses, RequestTimeout = TimeSpan.FromSeconds(2) }));
        }
        await RunAsync(IsLong ? 500 : 3, stores, random => HarmAsync(members, relays, random));
    }

    /// <summary>One member dies, freezes, or loses its clients, the other members, or both.</summary>
    private static async Task HarmAsync(IReadOnlyList<RealEtcd> members, List<TcpRelay> relays, Random random)
    {
        var at = random.Next(members.Count);
        var (member, relay) = (members[at], relays[at]);
        var harm = random.Next(5);
        if (harm == 0) member.Kill();
        if (harm == 1) member.Freeze();
        if (harm is 2 or 4) relay.Cut();
        if (harm is 3 or 4) member.PeerRelay!.Cut();
        await Task.Delay(50 + random.Next(600));
        if (harm == 0) member.Restart();
        if (harm == 1) member.Thaw();
        relay.Mend();
        member.PeerRelay!.Mend();
    }

    private async Task RunAsync(int rounds, List<IObservableStore> stores, Func<Random, Task> harm)
    {
        var started = Stopwatch.GetTimestamp();
        var (operations, unknown, refused) = (0, 0, 0);
        for (var round = 0; round < rounds; round++)
        {
            RegisterClients clients = new($"/{round}/", keys: 3);
            var hasEnded = false;
            List<Task> users = [];
            for (var client = 0; client < 6; client++)
            {
                var (store, random) = (stores[client % stores.Count], new Random(round * 100 + client));
                users.Add(Task.Run(async () =>
                {
                    while (!Volatile.Read(ref hasEnded))
                    {
                        await clients.StepAsync(store, random);
                        await Task.Delay(random.Next(25));
                    }
                }));
            }
            Random chance = new(round);
            for (var i = 0; i < 2; i++)
            {
                await Task.Delay(chance.Next(150));
                await harm(chance);
            }
            await Task.Delay(200);
            Volatile.Write(ref hasEnded, true);
            await Task.WhenAll(users);
            var contradiction = RegisterChecker.FindContradiction(clients.History);
            Assert.True(contradiction is null, $"round {round}:\n{string.Join('\n', contradiction ?? [])}");
            operations += clients.History.Count;
            unknown += clients.History.Count(operation => operation.IsUnknown);
            refused += clients.Refused;
        }
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{rounds} rounds in {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s: {operations} operations, "
            + $"{unknown} of unknown outcome; {refused} more were refused"));
        Assert.True(operations > rounds * 20, $"only {operations} operations");
    }
}
