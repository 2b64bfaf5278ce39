using Kybernet.Api.Coordination.V1;
using Kybernet.Base;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kybernet.Client.Tests;

public sealed class LeaderElectorTests
{
    private readonly Simulation _simulation = new();
    private readonly FakeTransport _transport = new();

    [Fact]
    public void One_leads_and_the_next_takes_over_when_it_stops()
    {
        using CancellationTokenSource stopA = new(), stopB = new();
        List<string> log = [];
        var a = Start("a", log, stopA.Token);
        _simulation.Advance(TimeSpan.FromSeconds(1));
        var b = Start("b", log, stopB.Token);
        _simulation.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(["a leads"], log);
        stopA.Cancel();
        _simulation.Run(() => a);
        _simulation.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(["a leads", "a stops", "b leads"], log);
        stopB.Cancel();
        _simulation.Run(() => b);
        var lease = Read();
        Assert.Equal("", lease.Spec.HolderIdentity);
        Assert.Equal(1, lease.Spec.LeaseTransitions);
    }

    [Fact]
    public void The_lease_is_given_back_although_the_last_renewal_was_not_heard_of()
    {
        using CancellationTokenSource stop = new();
        var a = Start("a", [], stop.Token);
        _simulation.Advance(TimeSpan.FromSeconds(5));
        var renewed = Read().Clone();
        renewed.Spec.RenewTime = _simulation.Environment.Now;
        _simulation.Run(async () => await new KubeClient(_transport).UpdateAsync(renewed, "", CancellationToken.None));
        stop.Cancel();
        _simulation.Run(() => a);

        Assert.Equal("", Read().Spec.HolderIdentity);
    }

    [Fact]
    public void A_silent_leader_is_replaced_after_the_lease_and_has_stopped_by_then()
    {
        List<string> log = [];
        var isolated = false;
        _transport.Fail = r => isolated && IsFromA(System.Text.Encoding.UTF8.GetString(r.Body.Span)) ? new HttpRequestException("unreachable") : null;
        var a = Start("a", log, CancellationToken.None);
        _simulation.Advance(TimeSpan.FromSeconds(5));
        _ = Start("b", log, CancellationToken.None);
        isolated = true;
        _simulation.Advance(TimeSpan.FromSeconds(12));
        Assert.Equal(["a leads", "a stops"], log);
        Assert.True(a.IsCompletedSuccessfully);
        _simulation.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(["a leads", "a stops", "b leads"], log);

        // What a writes: its renewals, and the lease given back.
        static bool IsFromA(string body) => body.Contains("\"holderIdentity\":\"a\"") || body.Contains("\"holderIdentity\":\"\"");
    }

    private Lease Read()
    {
        Lease? lease = null;
        _simulation.Run(async () => lease = await new KubeClient(_transport).GetAsync<Lease>("kube-system", "test"));
        return lease!;
    }

    private Task Start(string identity, List<string> log, CancellationToken cancellation)
    {
        LeaderElectorOptions options = new() { Name = "test", Identity = identity };
        LeaderElector elector = new(new KubeClient(_transport), options, _simulation.Environment, null, NullLogger.Instance);
        return _simulation.Environment.Run(() => elector.RunAsync(
            async lead =>
            {
                log.Add($"{identity} leads");
                try
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, _simulation.Environment.Time, lead);
                }
                finally
                {
                    log.Add($"{identity} stops");
                }
            },
            cancellation), CancellationToken.None);
    }
}
