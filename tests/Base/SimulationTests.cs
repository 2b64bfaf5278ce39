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

    [Fact]
    public void A_wait_that_goes_by_way_of_the_thread_pool_is_told_with_who_waited()
    {
        Simulation simulation = new();
        using SemaphoreSlim semaphore = new(0);
        using CancellationTokenSource stop = new();
        var error = Assert.Throws<InvalidOperationException>(() => simulation.Run(() =>
        {
            var waiting = Semaphore_wait_that_can_be_cancelled(semaphore, stop.Token);
            semaphore.Release();
            // What wakes the waiter is on its way through the pool; here, on the one thread, it is waited for by blocking.
            Assert.True(SpinWait.SpinUntil(() => simulation.Departure is not null, TimeSpan.FromSeconds(30)));
            return waiting;
        }));
        Assert.Contains(nameof(Semaphore_wait_that_can_be_cancelled), error.Message, StringComparison.Ordinal);
        Assert.Contains("a task is queued by another thread", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("the clock is read")]
    [InlineData("a timer is set")]
    [InlineData("chance is asked")]
    [InlineData("a task is queued")]
    public void Whatever_of_it_another_thread_touches_is_told_with_the_place(string what)
    {
        Simulation simulation = new();
        var environment = simulation.Environment;
        Thread other = new(() =>
        {
            switch (what)
            {
                case "the clock is read":
                    _ = environment.Now;
                    break;
                case "a timer is set":
                    environment.Time.CreateTimer(static _ => { }, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan).Dispose();
                    break;
                case "chance is asked":
                    environment.Random.NextUid();
                    break;
                default:
                    _ = environment.Run(() => Task.CompletedTask);
                    break;
            }
        });
        other.Start();
        other.Join();
        var error = Assert.Throws<InvalidOperationException>(simulation.Settle);
        Assert.Contains($"{what} by another thread", error.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(Whatever_of_it_another_thread_touches_is_told_with_the_place), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_timer_starts_stays_on_the_scheduler()
    {
        Simulation simulation = new();
        TaskCompletionSource wake = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task? started = null;
        using var timer = simulation.Environment.Time.CreateTimer(
            _ => started = WaitAsync(), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        simulation.Advance(TimeSpan.FromSeconds(1));
        wake.SetResult();
        simulation.Settle();
        Assert.True(started!.IsCompletedSuccessfully);

        async Task WaitAsync()
        {
            await wake.Task;
            _ = simulation.Now;
        }
    }

    private static async Task Semaphore_wait_that_can_be_cancelled(SemaphoreSlim semaphore, CancellationToken cancellation) =>
        await semaphore.WaitAsync(cancellation);
}
