using Kybernet.Kubelet.Pods;

namespace Kybernet.Kubelet.Tests.Pods;

public sealed class ExponentialBackoffTests
{
    [Fact]
    public void Waits_double_up_to_the_longest()
    {
        ExponentialBackoff backoff = new(TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(5));
        var now = Make.Start;
        List<double> waits = [];
        for (var i = 0; i < 8; i++)
        {
            waits.Add(backoff.Remaining("a", now, now).TotalSeconds);
            now += backoff.Remaining("a", now, now);
            backoff.Next("a", now, now);
        }

        Assert.Equal([0, 10, 20, 40, 80, 160, 300, 300], waits);
        Assert.Equal(TimeSpan.Zero, backoff.Remaining("b", now, now));
    }

    [Fact]
    public void Ten_quiet_minutes_start_it_over()
    {
        ExponentialBackoff backoff = new(TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(5));
        backoff.Next("a", Make.Start, Make.Start);
        backoff.Next("a", Make.Start, Make.Start);

        var later = Make.Start + TimeSpan.FromMinutes(11);

        Assert.Equal(TimeSpan.FromSeconds(20), backoff.Remaining("a", Make.Start, Make.Start));
        Assert.Equal(TimeSpan.Zero, backoff.Remaining("a", later, later));
        backoff.Next("a", later, later);
        Assert.Equal(TimeSpan.FromSeconds(10), backoff.DelayOf("a"));
    }
}
