using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Discovery.V1;
using Kybernet.KubeProxy.Rules;
using Kybernet.KubeProxy.Tests.Harness;

namespace Kybernet.KubeProxy.Tests.Rules;

public sealed class RuleSetDiffTests
{
    private static readonly Service Web = Make.Service("web", "10.96.0.10"), Other = Make.Service("other", "10.96.0.20");
    private static readonly EndpointSlice OtherSlice = Make.Slice("other", Make.Endpoint("10.244.9.9"));

    [Fact]
    public void Nothing_changed_is_nothing_to_do() =>
        Assert.Equal("", Between(Rules(Make.Endpoint("10.244.1.5")), Rules(Make.Endpoint("10.244.1.5"))));

    [Fact]
    public void One_endpoint_more_touches_its_service_alone() => Assert.Equal("""
        add chain ip kybernet-proxy endpoint-ns/web/tcp/__10.244.2.6/8080
        flush chain ip kybernet-proxy service-ns/web/tcp/
        add rule ip kybernet-proxy service-ns/web/tcp/ ip daddr 10.96.0.10 tcp dport 80 ip saddr != 10.244.0.0/16 jump mark-for-masquerade comment "masquerade off-cluster traffic"
        add rule ip kybernet-proxy service-ns/web/tcp/ numgen random mod 2 vmap { 0 : goto endpoint-ns/web/tcp/__10.244.1.5/8080, 1 : goto endpoint-ns/web/tcp/__10.244.2.6/8080 }
        add rule ip kybernet-proxy endpoint-ns/web/tcp/__10.244.2.6/8080 ip saddr 10.244.2.6 jump mark-for-masquerade comment "masquerade hairpin traffic"
        add rule ip kybernet-proxy endpoint-ns/web/tcp/__10.244.2.6/8080 meta l4proto tcp dnat to 10.244.2.6:8080

        """, Between(Rules(Make.Endpoint("10.244.1.5")), Rules(Make.Endpoint("10.244.1.5"), Make.Endpoint("10.244.2.6"))));

    [Fact]
    public void The_last_endpoint_gone_turns_leading_into_refusing() => Assert.Equal("""
        flush chain ip kybernet-proxy service-ns/web/tcp/
        flush chain ip kybernet-proxy endpoint-ns/web/tcp/__10.244.1.5/8080
        delete element ip kybernet-proxy service-ips { 10.96.0.10 . tcp . 80 }
        add element ip kybernet-proxy no-endpoint-services { 10.96.0.10 . tcp . 80 comment "ns/web" : goto reject-chain }
        delete chain ip kybernet-proxy service-ns/web/tcp/
        delete chain ip kybernet-proxy endpoint-ns/web/tcp/__10.244.1.5/8080

        """, Between(Rules(Make.Endpoint("10.244.1.5")), Rules()));

    [Fact]
    public void A_verdict_that_changes_leaves_and_comes_anew()
    {
        var local = Make.Service("web", "10.96.0.10", with: spec => spec.InternalTrafficPolicy = "Local");
        var script = Between(Make.Rules([local], []), Make.Rules([local], [Make.Slice("web", Make.Endpoint("10.244.2.6"))]));
        Assert.Equal("""
            delete element ip kybernet-proxy no-endpoint-services { 10.96.0.10 . tcp . 80 }
            add element ip kybernet-proxy no-endpoint-services { 10.96.0.10 . tcp . 80 comment "ns/web" : drop }

            """, script);
    }

    [Fact]
    public void Affinity_ends_with_its_set()
    {
        var sticky = Make.Service("web", "10.96.0.10", with: spec => spec.SessionAffinity = "ClientIP");
        var slice = Make.Slice("web", Make.Endpoint("10.244.1.5"));
        var script = Between(Make.Rules([sticky], [slice]), Make.Rules([Web], [slice]));
        Assert.Contains("delete set ip kybernet-proxy affinity-ns/web/tcp/__10.244.1.5/8080\n", script);
        Assert.DoesNotContain("delete chain", script);
    }

    /// <summary>Carries scripts out on a table in memory: from anything to anything else, the result is what was wanted.</summary>
    [Property(MaxTest = 200)]
    public Property Any_change_leads_to_what_is_wanted() =>
        Prop.ForAll(States.ToArbitrary(), States.ToArbitrary(), (from, to) =>
        {
            var (old, wanted) = (State(from), State(to));
            FakeTable table = new();
            table.Run(RuleSetDiff.Replace(Make.Table, old).ToScript());
            table.Run(RuleSetDiff.Between(Make.Table, old, wanted).ToScript());
            FakeTable fresh = new();
            fresh.Run(RuleSetDiff.Replace(Make.Table, wanted).ToScript());
            return table.ToString() == fresh.ToString();
        });

    // Four Services, each: not there, or with one of several sets of endpoints and kinds.
    private static Gen<int[]> States => Gen.Choose(0, 23).ArrayOf(4);

    private static RuleSet State(int[] choices)
    {
        List<Service> services = [];
        List<EndpointSlice> slices = [];
        foreach (var (choice, index) in choices.Select((choice, index) => (choice, index)).Where(item => item.choice > 0))
        {
            services.Add(Make.Service($"s{index}", $"10.96.0.{index + 1}", nodePort: choice % 2 == 0 ? 30000 + index : 0, with: spec =>
            {
                if (choice % 3 == 0) spec.SessionAffinity = "ClientIP";
                if (choice % 5 == 0) spec.ExternalTrafficPolicy = "Local";
            }));
            var endpoints = Enumerable.Range(1, choice % 4).Select(n => Make.Endpoint($"10.244.{index}.{n + choice / 8}", n == 1 ? Make.Here : Make.Elsewhere));
            slices.Add(Make.Slice($"s{index}", [.. endpoints]));
        }
        return Make.Rules([.. services], [.. slices]);
    }

    private static RuleSet Rules(params Endpoint[] endpoints) => Make.Rules([Web, Other], [Make.Slice("web", endpoints), OtherSlice]);

    private static string Between(RuleSet old, RuleSet wanted) => Make.WithoutHashes(RuleSetDiff.Between(Make.Table, old, wanted).ToScript());
}
