using Kybernet.Api.Core.V1;
using Kybernet.Api.Discovery.V1;
using Kybernet.Base;
using Kybernet.Client;
using Kybernet.Client.Tests;
using Kybernet.KubeProxy.Rules;
using Kybernet.KubeProxy.Tests.Harness;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kybernet.KubeProxy.Tests.Syncing;

/// <summary>The proxy's loop in virtual time, over an API and a kernel in memory.</summary>
public sealed class ProxyServerTests
{
    private readonly Simulation _simulation = new();
    private readonly FakeTransport _transport = new();
    private readonly KubeClient _client;
    private readonly FakeKernel _kernel;

    public ProxyServerTests()
    {
        _client = new KubeClient(_transport);
        _kernel = new FakeKernel(_simulation.Environment);
    }

    [Fact]
    public void Replaces_the_table_first_and_changes_it_from_then_on() => Run(async () =>
    {
        await _client.CreateAsync(Make.Service("web", "10.96.0.10"));
        await DelayAsync(1);
        Assert.StartsWith("add table ip kybernet-proxy\ndelete table ip kybernet-proxy\n", _kernel.Scripts[0].Script);

        await _client.CreateAsync(Make.Slice("web", Make.Endpoint("10.244.1.5")));
        await DelayAsync(1);
        Assert.DoesNotContain("table ip kybernet-proxy\n", _kernel.Scripts[^1].Script);
        AssertServes([Make.Service("web", "10.96.0.10")], [Make.Slice("web", Make.Endpoint("10.244.1.5"))]);
    });

    [Fact]
    public void Waits_for_all_its_informers_before_it_touches_anything()
    {
        _transport.Fail = request => request.Resource.Resource == "endpointslices" ? FakeTransport.Failure(503, "ServiceUnavailable", "not yet") : null;
        Run(async () =>
        {
            await DelayAsync(5);
            Assert.Empty(_kernel.Commands);
            _transport.Fail = static _ => null;
            await DelayAsync(60);
            Assert.NotEmpty(_kernel.Scripts);
        });
    }

    [Fact]
    public void Many_changes_at_once_are_few_transactions() => Run(async () =>
    {
        await DelayAsync(1);
        var before = _kernel.Scripts.Count;
        for (var i = 1; i <= 50; i++) await _client.CreateAsync(Make.Service($"s{i}", $"10.96.1.{i}"));
        await DelayAsync(1);
        Assert.InRange(_kernel.Scripts.Count - before, 1, 2);
    });

    [Fact]
    public void What_changes_steadily_is_applied_at_most_twenty_times_a_second() => Run(async () =>
    {
        await DelayAsync(1);
        var before = _kernel.Scripts.Count;
        for (var i = 1; i <= 200; i++)
        {
            await _client.CreateAsync(Make.Service($"s{i}", $"10.96.1.{i}"));
            await DelayAsync(0.005);
        }
        Assert.InRange(_kernel.Scripts.Count - before, 10, 21);
    });

    [Fact]
    public void A_refused_change_is_followed_by_a_whole_new_table() => Run(async () =>
    {
        await DelayAsync(1);
        _kernel.Fails = command => command == "nft -f -";
        await _client.CreateAsync(Make.Service("web", "10.96.0.10"));
        await DelayAsync(10);
        Assert.Single(_kernel.Scripts);
        Assert.InRange(_kernel.Commands.Count(command => command == "nft -f -"), 4, 5); // after 1, 2, 4 … seconds

        _kernel.Fails = static _ => false;
        await DelayAsync(30);
        Assert.Contains("delete table", _kernel.Scripts[1].Script);
        AssertServes([Make.Service("web", "10.96.0.10")], []);
    });

    [Fact]
    public void A_table_that_somebody_flushed_is_back_within_half_a_minute() => Run(async () =>
    {
        await DelayAsync(1);
        _kernel.TableIsGone = true;
        await DelayAsync(30);
        Assert.Equal(2, _kernel.Scripts.Count);
        Assert.Contains("delete table", _kernel.Scripts[1].Script);
    });

    [Fact]
    public void A_table_that_is_left_alone_is_looked_at_and_compared_once_an_hour() => Run(async () =>
    {
        await DelayAsync(3500);
        Assert.Single(_kernel.Scripts);
        Assert.DoesNotContain("nft -j list table ip kybernet-proxy", _kernel.Commands);
        await DelayAsync(200);
        Assert.Single(_kernel.Commands, command => command == "nft -j list table ip kybernet-proxy");
        Assert.Equal(2, _kernel.Scripts.Count); // this kernel lists an empty table: all is written anew
    }, TimeSpan.FromHours(2));

    [Fact]
    public void Looks_are_not_put_off_by_changes() => Run(async () =>
    {
        for (var i = 1; i <= 70; i++)
        {
            await _client.CreateAsync(Make.Service($"s{i}", $"10.96.1.{i}"));
            await DelayAsync(1);
        }
        Assert.Equal(2, _kernel.Commands.Count(command => command == "nft list tables ip"));
    });

    [Fact]
    public void Chains_that_nothing_leads_to_are_removed_a_second_later() => Run(async () =>
    {
        await _client.CreateAsync(Make.Service("web", "10.96.0.10"));
        await _client.CreateAsync(Make.Slice("web", Make.Endpoint("10.244.1.5")));
        await DelayAsync(2);
        await _client.DeleteAsync<EndpointSlice>("ns", "web-x");
        await _client.DeleteAsync<Service>("ns", "web");
        await DelayAsync(0.5);
        Assert.Contains(_kernel.Scripts, script => script.Script.Contains("flush chain", StringComparison.Ordinal));
        Assert.DoesNotContain(_kernel.Scripts, script => script.Script.Contains("delete chain", StringComparison.Ordinal));
        await DelayAsync(1);
        Assert.Contains("delete chain", _kernel.Scripts[^1].Script);
        AssertServes([], []);
    });

    [Fact]
    public void The_nodes_heartbeats_are_no_changes_and_its_zone_is() => Run(async () =>
    {
        Node node = new();
        node.Metadata.Name = Make.Here;
        await _client.CreateAsync(node);
        await _client.CreateAsync(Make.Service("web", "10.96.0.10"));
        await _client.CreateAsync(Make.Slice("web", Hinted("10.244.1.5", "zone-1"), Hinted("10.244.2.6", "zone-2")));
        await DelayAsync(2);
        var before = _kernel.Scripts.Count;

        node.Status.Conditions = [new NodeCondition { Type = "Ready", Status = "True" }];
        await _client.UpdateAsync(node);
        await DelayAsync(2);
        Assert.Equal(before, _kernel.Scripts.Count);

        node.Metadata.Labels["topology.kubernetes.io/zone"] = "zone-1";
        await _client.UpdateAsync(node);
        await DelayAsync(2);
        AssertServes([Make.Service("web", "10.96.0.10")], [Make.Slice("web", Make.Endpoint("10.244.1.5"))]);

        static Endpoint Hinted(string address, string zone)
        {
            var endpoint = Make.Endpoint(address);
            endpoint.Hints = new EndpointHints { ForZones = [new ForZone { Name = zone }] };
            return endpoint;
        }
    });

    [Fact]
    public void Udp_flows_are_looked_at_when_udp_endpoints_change_and_again_after_a_failure() => Run(async () =>
    {
        await _client.CreateAsync(Make.Service("web", "10.96.0.10"));
        await DelayAsync(1);
        Assert.DoesNotContain(_kernel.Commands, command => command.StartsWith("conntrack", StringComparison.Ordinal));

        _kernel.Fails = command => command.StartsWith("conntrack", StringComparison.Ordinal);
        await _client.CreateAsync(Make.Service("dns", "10.96.0.53", 53, "UDP"));
        await DelayAsync(1);
        Assert.Equal(2, _kernel.Scripts.Count); // the rules hold
        _kernel.Fails = static _ => false;
        await DelayAsync(31);
        Assert.Equal(2, _kernel.Commands.Count(command => command.StartsWith("conntrack", StringComparison.Ordinal)));
        await DelayAsync(31);
        Assert.Equal(2, _kernel.Commands.Count(command => command.StartsWith("conntrack", StringComparison.Ordinal)));
    });

    private Task DelayAsync(double seconds) => _simulation.Environment.Delay(TimeSpan.FromSeconds(seconds), CancellationToken.None);

    private void AssertServes(Service[] services, EndpointSlice[] slices)
    {
        FakeTable expected = new();
        expected.Run(RuleSetDiff.Replace(Make.Table, Make.Rules(services, slices)).ToScript());
        Assert.Equal(expected.ToString(), _kernel.Table.ToString());
    }

    private void Run(Func<Task> body, TimeSpan? limit = null)
    {
        InformerFactory informers = new(_transport, _simulation.Environment, NullLoggerFactory.Instance);
        ProxyServer proxy = new(Make.Options, informers, _kernel, _simulation.Environment, NullLoggerFactory.Instance);
        _simulation.Run(async () =>
        {
            using CancellationTokenSource stop = new();
            var running = _simulation.Environment.Run(() => proxy.RunAsync(stop.Token), CancellationToken.None);
            await body();
            stop.Cancel();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        }, limit);
    }
}
