using Kybernet.Base;

namespace Kybernet.Base.Tests;

public sealed class SimulationTests
{
    [Fact]
    public void Time_moves_only_when_there_is_nothing_else_to_do()
    {
        Simulation simulation = new();
        var start = simulation.Now;
        List<string> log = [];
        simulation.Run(async () =>
        {
            var other = simulation.Environment.Run(async () =>
            {
                await simulation.Environment.Delay(TimeSpan.FromMinutes(2), CancellationToken.None);
                log.Add($"other {simulation.Now - start}");
            });
            await simulation.Environment.Delay(TimeSpan.FromMinutes(1), CancellationToken.None);
            log.Add($"main {simulation.Now - start}");
            await other;
        });
        Assert.Equal(["main 00:01:00", "other 00:02:00"], log);
    }

    [Fact]
    public void What_never_happens_is_told()
    {
        Simulation simulation = new();
        Assert.Throws<TimeoutException>(() => simulation.Run(() => new TaskCompletionSource().Task));
        Assert.Throws<TimeoutException>(
            () => simulation.Run(() => simulation.Environment.Delay(TimeSpan.FromHours(2), CancellationToken.None)));
    }

    [Fact]
    public void Timers_repeat_and_can_be_set_anew()
    {
        Simulation simulation = new();
        var fired = 0;
        using var timer = simulation.Environment.Time.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(5));
        simulation.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(0, fired);
        simulation.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(3, fired);
        timer.Change(TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        simulation.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(4, fired);
    }

    [Fact]
    public void Continuations_stay_on_the_one_thread()
    {
        Simulation simulation = new();
        var thread = Environment.CurrentManagedThreadId;
        simulation.Run(async () =>
        {
            for (var i = 0; i < 10; i++)
            {
                await simulation.Environment.Delay(TimeSpan.FromMilliseconds(i), CancellationToken.None);
                await Task.Yield();
                Assert.Equal(thread, Environment.CurrentManagedThreadId);
            }
        });
    }
}
