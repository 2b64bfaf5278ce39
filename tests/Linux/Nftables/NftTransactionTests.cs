using Kybernet.Linux.Nftables;

namespace Kybernet.Linux.Tests.Nftables;

public sealed class NftTransactionTests
{
    [Fact]
    public void Every_command_is_one_line_about_the_table()
    {
        var transaction = new NftTransaction(new NftTable("ip", "t"))
            .RemoveTable().AddTable().AddTable("ours").FlushTable()
            .AddChain("c").AddChain("c/1", "a chain").AddBaseChain("pre", "nat", "prerouting", "dstnat").FlushChain("c").DeleteChain("c")
            .AddRule("pre", "ip daddr 10.0.0.1 tcp dport 80 dnat to 10.0.0.2:80").AddRule("pre", "accept", "ns/name")
            .AddSet("s", "ipv4_addr", "interval").AddMap("m", "inet_proto . inet_service : verdict", comment: "services")
            .AddElement("s", "10.0.0.0/8").AddElement("m", "tcp . 80", "goto c", "web").DeleteElement("s", "10.0.0.0/8")
            .FlushSet("s").FlushMap("m").DeleteSet("s").DeleteMap("m");

        Assert.Equal("""
            add table ip t
            delete table ip t
            add table ip t
            add table ip t { comment "ours" ; }
            flush table ip t
            add chain ip t c
            add chain ip t c/1 { comment "a chain" ; }
            add chain ip t pre { type nat hook prerouting priority dstnat ; }
            flush chain ip t c
            delete chain ip t c
            add rule ip t pre ip daddr 10.0.0.1 tcp dport 80 dnat to 10.0.0.2:80
            add rule ip t pre accept comment "ns/name"
            add set ip t s { type ipv4_addr ; flags interval ; }
            add map ip t m { type inet_proto . inet_service : verdict ; comment "services" ; }
            add element ip t s { 10.0.0.0/8 }
            add element ip t m { tcp . 80 comment "web" : goto c }
            delete element ip t s { 10.0.0.0/8 }
            flush set ip t s
            flush map ip t m
            delete set ip t s
            delete map ip t m

            """, transaction.ToScript());
        Assert.Equal(21, transaction.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1st")]
    [InlineData("a b")]
    [InlineData("a;flush ruleset")]
    public void A_name_that_nft_would_read_as_something_else_is_refused(string name) =>
        Assert.Throws<ArgumentException>(() => Transaction().AddChain(name));

    [Theory]
    [InlineData("accept\nflush ruleset")]
    [InlineData("accept ; flush ruleset")]
    public void A_rule_cannot_bring_a_second_command_along(string rule) =>
        Assert.Throws<ArgumentException>(() => Transaction().AddRule("c", rule));

    [Fact]
    public void A_comment_cannot_end_its_own_quotes() =>
        Assert.Throws<ArgumentException>(() => Transaction().AddChain("c", "\" ; }"));

    [Fact]
    public void A_refusal_names_the_command_it_is_about()
    {
        var script = "add table ip t\nadd rule ip t nochain accept\n";
        var error = "/dev/stdin:2:15-21: Error: Could not process rule: No such file or directory\nadd rule ip t nochain accept\n              ^^^^^^^\n";

        Assert.Equal(
            "nft: Could not process rule: No such file or directory in \"add rule ip t nochain accept\"",
            new NftException(error, script).Message);
        Assert.Equal("nft: Operation not permitted", new NftException("Operation not permitted\n", script).Message);
    }

    private static NftTransaction Transaction() => new(new NftTable("ip", "t"));
}
