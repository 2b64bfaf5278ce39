using Kybernet.Linux.Nftables;
using Kybernet.Linux.Processes;
using Kybernet.Linux.Tests.Harness;

namespace Kybernet.Linux.Tests.Nftables;

public sealed class NftTests
{
    private static readonly NftTable Table = new("ip", "kybernet-test");

    [RootFact("nft", "ip", "nsenter")]
    public async Task A_transaction_happens_whole_or_not_at_all()
    {
        await using var network = await TemporaryNetwork.CreateAsync();
        var nft = new Nft(new ChildProcessRunner(TimeProvider.System), network.Namespace);

        Assert.Null(await nft.ListTableAsync(Table, CancellationToken.None));

        var broken = new NftTransaction(Table).AddTable().AddChain("c").AddRule("nochain", "accept");
        var refused = await Assert.ThrowsAsync<NftException>(() => nft.ApplyAsync(broken, CancellationToken.None));
        Assert.Contains("add rule ip kybernet-test nochain accept", refused.Message);
        Assert.Null(await nft.ListTableAsync(Table, CancellationToken.None));

        var sound = new NftTransaction(Table).AddTable().AddChain("c", "a chain").AddMap("m", "inet_proto . inet_service : verdict")
            .AddElement("m", "tcp . 80", "goto c", "ns/web").AddRule("c", "counter accept", "all of it");
        await nft.CheckAsync(sound, CancellationToken.None);
        Assert.Null(await nft.ListTableAsync(Table, CancellationToken.None));
        await nft.ApplyAsync(sound, CancellationToken.None);
        using (var listed = await nft.ListTableAsync(Table, CancellationToken.None))
            Assert.Contains("all of it", listed!.RootElement.GetRawText());

        await nft.ApplyAsync(new NftTransaction(Table).RemoveTable(), CancellationToken.None);
        Assert.Null(await nft.ListTableAsync(Table, CancellationToken.None));
    }
}
