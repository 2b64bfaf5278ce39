using Kybernet.Scheduler.Framework;
using Kybernet.Scheduler.Plugins;
using Kybernet.Scheduler.Queue;
using Microsoft.Extensions.Time.Testing;

namespace Kybernet.Scheduler.Tests;

public sealed class SchedulingQueueTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly SchedulingQueue _queue;

    public SchedulingQueueTests() => _queue = new SchedulingQueue(
        new Profile("default-scheduler", [new PrioritySort(), new SchedulingGates()]), Make.Environment(_time));

    [Fact]
    public async Task Pods_come_by_priority_then_by_age()
    {
        _queue.Add(Make.Pod("old"));
        _time.Advance(TimeSpan.FromSeconds(1));
        _queue.Add(Make.Pod("young"));
        _queue.Add(Make.Pod("urgent", more: p => p.Spec.Priority = 1000));

        Assert.Equal(["urgent", "old", "young"], [await Take(), await Take(), await Take()]);
    }

    [Fact]
    public async Task A_pod_that_fits_nowhere_waits_for_something_that_may_help()
    {
        _queue.Add(Make.Pod("p"));
        var pod = await _queue.TakeAsync(default);
        _queue.Return(pod, new HashSet<string> { "NodeAffinity" });
        _time.Advance(TimeSpan.FromSeconds(30));

        _queue.Move(ClusterEvent.PodDeleted);
        Assert.Equal(1, _queue.Count(QueuePlace.Unschedulable));
        _queue.Move(ClusterEvent.NodeAdded);
        Assert.Equal("p", await Take());
    }

    [Fact]
    public async Task What_changed_during_the_attempt_counts()
    {
        _queue.Add(Make.Pod("p"));
        var pod = await _queue.TakeAsync(default);
        _queue.Move(ClusterEvent.NodeAdded);
        _queue.Return(pod, new HashSet<string> { "NodeResourcesFit" });

        Assert.Equal(1, _queue.Count(QueuePlace.Backoff));
        var next = _queue.TakeAsync(default).AsTask();
        Assert.False(next.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("p", (await next).Key.Name);
    }

    [Fact]
    public async Task However_little_happens_it_is_tried_again_in_the_end()
    {
        _queue.Add(Make.Pod("p"));
        _queue.Return(await _queue.TakeAsync(default), new HashSet<string> { "NodeAffinity" });
        var next = _queue.TakeAsync(default).AsTask();
        _time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal("p", (await next).Key.Name);
    }

    [Fact]
    public async Task A_gated_pod_waits_until_its_gates_are_gone()
    {
        var gated = Make.Pod("p", more: p => p.Spec.SchedulingGates = [new() { Name = "quota" }]);
        _queue.Add(gated);
        _queue.Move(ClusterEvent.NodeAdded);
        Assert.Equal(1, _queue.Count(QueuePlace.Unschedulable));
        _queue.Update(gated, Make.Pod("p"));

        Assert.Equal("p", await Take());
    }

    [Fact]
    public async Task A_pod_that_is_gone_is_not_given_out()
    {
        var gone = Make.Pod("gone");
        _queue.Add(gone);
        _queue.Add(Make.Pod("next"));
        _queue.Remove(Client.ObjectKey.Of(gone));

        Assert.Equal("next", await Take());
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(4, 8)]
    [InlineData(5, 10)]
    [InlineData(50, 10)]
    public void The_back_off_doubles_up_to_ten_seconds(int attempts, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), SchedulingQueue.Backoff(attempts));

    private async Task<string> Take() => (await _queue.TakeAsync(default)).Key.Name;
}
