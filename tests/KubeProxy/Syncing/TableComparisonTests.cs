using System.Text.Json;
using Kybernet.KubeProxy.Rules;
using Kybernet.KubeProxy.Services;
using Kybernet.KubeProxy.Syncing;
using Kybernet.KubeProxy.Tests.Harness;
using Kybernet.Linux.Nftables;
using Kybernet.Linux.Processes;
using Kybernet.Linux.Tests.Harness;

namespace Kybernet.KubeProxy.Tests.Syncing;

/// <summary>What nft lists, compared with what it was given.</summary>
public sealed class TableComparisonTests
{
    private static readonly RuleSet Rules = Make.Rules(
        [
            Make.LoadBalancer("web", "10.96.0.10", "203.0.113.7", spec => spec.LoadBalancerSourceRanges = ["192.0.2.0/24"]),
            Make.Service("sticky", "10.96.0.11", protocol: "SCTP", with: spec => spec.SessionAffinity = "ClientIP"),
            Make.Service("empty", "10.96.0.12", with: spec => spec.InternalTrafficPolicy = "Local"),
        ],
        [
            Make.Slice("web", Make.Endpoint("10.244.1.5", Make.Here), Make.Endpoint("10.244.2.6")),
            Make.Slice("sticky", 80, "SCTP", "", Make.Endpoint("10.244.1.5"), Make.Endpoint("10.244.2.6")),
            Make.Slice("empty", Make.Endpoint("10.244.2.6")),
        ],
        Make.Options with { NodePortAddresses = NodePortAddresses.Parse(["192.0.2.0/25", "192.0.2.128/25"]) });

    [RootFact("nft", "ip", "nsenter")]
    public async Task Finds_what_others_changed()
    {
        await using var network = await TemporaryNetwork.CreateAsync();
        Nft nft = new(new ChildProcessRunner(TimeProvider.System), network.Namespace);
        Assert.Null(await AfterAsync(""));
        var chain = Rules.Chains.Keys.First(name => name.StartsWith("external-", StringComparison.Ordinal));
        Assert.Equal($"chain {chain} has 0 rules in place of 2", await AfterAsync($"flush chain TABLE {chain}"));
        Assert.Equal("chain mine is not ours", await AfterAsync("add chain TABLE mine"));
        Assert.Equal("service-ips lacks 10.96.0.10 . tcp . 80", await AfterAsync("delete element TABLE service-ips { 10.96.0.10 . tcp . 80 }"));
        Assert.Equal("service-ips has elements that are not ours", await AfterAsync("add element TABLE service-ips { 10.96.0.99 . tcp . 80 : drop }"));
        Assert.Equal("no-endpoint-services leads 10.96.0.12 . tcp . 80 to goto reject-chain in place of drop", await AfterAsync(
            "delete element TABLE no-endpoint-services { 10.96.0.12 . tcp . 80 } ; add element TABLE no-endpoint-services { 10.96.0.12 . tcp . 80 : goto reject-chain }"));
        Assert.Equal("cluster-ips lacks 10.96.0.12", await AfterAsync("flush set TABLE cluster-ips"));

        async Task<string?> AfterAsync(string commands)
        {
            await nft.ApplyAsync(RuleSetDiff.Replace(Make.Table, Rules), CancellationToken.None);
            await network.RunAsync("nft", commands.Length == 0 ? "list tables" : commands.Replace("TABLE", Make.Table.ToString(), StringComparison.Ordinal));
            using var listing = await nft.ListTableAsync(Make.Table, CancellationToken.None);
            return TableComparison.FirstDifference(listing!, Rules);
        }
    }

    [Fact]
    public void An_empty_listing_lacks_the_first_chain()
    {
        using var nothing = JsonDocument.Parse("""{"nftables": []}""");
        Assert.Equal("chain filter-prerouting-pre-dnat is gone", TableComparison.FirstDifference(nothing, Rules));
    }
}
