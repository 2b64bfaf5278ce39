using Kybernet.KubeProxy.Rules;
using Kybernet.KubeProxy.Syncing;
using Kybernet.KubeProxy.Tests.Harness;

namespace Kybernet.KubeProxy.Tests.Syncing;

public sealed class RetiringChainsTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;
    private static readonly RuleSet Full = Make.Rules([Make.Service("web", "10.96.0.10")], [Make.Slice("web", Make.Endpoint("10.244.1.5"))]);
    private static readonly RuleSet Bare = Make.Rules([], []);
    private readonly RetiringChains _retiring = new();

    [Fact]
    public void A_chain_is_emptied_now_and_removed_a_second_later()
    {
        var kept = _retiring.Keep(Full, Bare, Start);
        Assert.Equal(Full.Chains.Keys.Order(), kept.Chains.Keys.Order());
        Assert.All(kept.Chains.Values.Where(chain => !Bare.Chains.ContainsKey(chain.Name)), chain => Assert.Empty(chain.Rules));
        Assert.Equal(Start.AddSeconds(1), _retiring.NextRemoval);

        Assert.Equal(kept.Chains.Count, _retiring.Keep(kept, Bare, Start.AddSeconds(0.9)).Chains.Count);
        Assert.Equal(Bare.Chains.Keys, _retiring.Keep(kept, Bare, Start.AddSeconds(1)).Chains.Keys);
        Assert.Null(_retiring.NextRemoval);
    }

    [Fact]
    public void A_chain_that_comes_back_is_kept()
    {
        var kept = _retiring.Keep(Full, Bare, Start);
        Assert.Same(Full, _retiring.Keep(kept, Full, Start.AddSeconds(0.5)));
        Assert.Null(_retiring.NextRemoval);
        Assert.Equal("", RuleSetDiff.Between(Make.Table, Full, _retiring.Keep(Full, Full, Start.AddSeconds(2))).ToScript());
    }
}
