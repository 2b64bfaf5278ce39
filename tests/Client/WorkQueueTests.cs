using Kybernet.Base;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kybernet.Client.Tests;

public sealed class WorkQueueTests
{
    private readonly Simulation _simulation = new();

    [Fact]
    public void A_key_waits_once()
    {
        WorkQueue<string> queue = new();
        queue.Add("a");
        queue.Add("b");
        queue.Add("a");
        Assert.Equal(2, queue.Count);
    }

    [Fact]
    public void A_key_added_while_worked_on_comes_again_afterwards()
    {
        WorkQueue<string> queue = new();
        queue.Add("a");
        _simulation.Run(async () =>
        {
            Assert.Equal("a", (await queue.TakeAsync(default))!.Value.Key);
            queue.Add("a");
            Assert.Equal(0, queue.Count);
            queue.Done("a");
            Assert.Equal("a", (await queue.TakeAsync(default))!.Value.Key);
            queue.Done("a");
            Assert.True(queue.IsIdle);
        });
    }

    [Fact]
    public void Shutting_down_lets_workers_finish()
    {
        WorkQueue<string> queue = new();
        _simulation.Run(async () =>
        {
            var waiting = queue.TakeAsync(default);
            queue.Add("a");
            Assert.Equal("a", (await waiting)!.Value.Key);
            queue.Add("b");
            queue.ShutDown();
            queue.Add("c");
            Assert.Equal("b", (await queue.TakeAsync(default))!.Value.Key);
            Assert.Null(await queue.TakeAsync(default));
        });
    }

    [Fact]
    public void A_cancelled_worker_does_not_swallow_a_wakeup()
    {
        WorkQueue<string> queue = new();
        _simulation.Run(async () =>
        {
            using CancellationTokenSource cancelled = new();
            var first = queue.TakeAsync(cancelled.Token).AsTask();
            var second = queue.TakeAsync(default).AsTask();
            cancelled.Cancel();
            queue.Add("a");
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
            Assert.Equal("a", (await second)!.Value.Key);
        });
    }

    [Fact]
    public void Of_several_delays_the_earliest_counts()
    {
        using RateLimitingQueue<string> queue = new(_simulation.Environment);
        queue.AddAfter("a", TimeSpan.FromSeconds(10));
        queue.AddAfter("a", TimeSpan.FromSeconds(3));
        queue.AddAfter("a", TimeSpan.FromSeconds(20));
        queue.AddAfter("b", TimeSpan.FromDays(90));
        _simulation.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(0, queue.Count);
        _simulation.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, queue.Count);
        _simulation.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(1, queue.Count);
        _simulation.Advance(TimeSpan.FromDays(90));
        Assert.Equal(2, queue.Count);
    }

    [Fact]
    public void Retries_wait_exponentially_longer()
    {
        RateLimiter<string> limiter = new(_simulation.Environment.Time);
        Assert.Equal([5, 10, 20, 40], Enumerable.Range(0, 4).Select(_ => limiter.When("a").TotalMilliseconds));
        Assert.Equal(5, limiter.When("b").TotalMilliseconds);
        for (var i = 0; i < 30; i++) limiter.When("a");
        Assert.Equal(1000, limiter.When("a").TotalSeconds);
        limiter.Forget("a");
        Assert.Equal(0, limiter.Failures("a"));
    }

    [Fact]
    public void All_retries_together_keep_to_a_rate()
    {
        RateLimiter<int> limiter = new(_simulation.Environment.Time);
        for (var i = 0; i < 100; i++) Assert.Equal(5, limiter.When(i).TotalMilliseconds);
        Assert.Equal(100, limiter.When(100).TotalMilliseconds, 3);
        Assert.Equal(200, limiter.When(101).TotalMilliseconds, 3);
    }

    [Fact]
    public void A_controller_tries_again_what_failed_and_drops_what_always_fails()
    {
        Dictionary<string, int> tries = [];
        using CancellationTokenSource stop = new();
        RateLimitingQueue<string> queue = new(_simulation.Environment);
        Controller<string> controller = new("test", queue, Reconcile, _simulation.Environment, NullLogger.Instance) { Workers = 2, MaxRetries = 3 };
        var running = _simulation.Environment.Run(() => controller.RunAsync(stop.Token));
        foreach (var key in (string[])["good", "second", "never"]) queue.Add(key);
        _simulation.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal((1, 2, 4), (tries["good"], tries["second"], tries["never"]));
        stop.Cancel();
        _simulation.Run(() => running);

        async Task Reconcile(string key, CancellationToken cancellation)
        {
            var count = tries[key] = tries.GetValueOrDefault(key) + 1;
            await Task.Yield();
            if (key == "never" || (key == "second" && count == 1)) throw new InvalidOperationException(key);
        }
    }
}
