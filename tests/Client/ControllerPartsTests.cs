using Kybernet.Api.Apps.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Selectors;
using Kybernet.Base;

namespace Kybernet.Client.Tests;

public sealed class ControllerPartsTests
{
    private static readonly ObjectKey Key = new("a", "rs");

    [Fact]
    public void Expectations_hold_until_seen_or_too_old()
    {
        Simulation simulation = new();
        Expectations expectations = new(simulation.Environment);
        Assert.True(expectations.Satisfied(Key));
        expectations.ExpectCreations(Key, 2);
        expectations.CreationObserved(Key);
        Assert.False(expectations.Satisfied(Key));
        expectations.CreationObserved(Key);
        Assert.True(expectations.Satisfied(Key));
        expectations.ExpectDeletions(Key, [new("a", "p1"), new("a", "p2")]);
        expectations.DeletionObserved(Key, new("a", "p1"));
        expectations.DeletionObserved(Key, new("a", "p1"));
        Assert.False(expectations.Satisfied(Key));
        simulation.Advance(TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(1));
        Assert.True(expectations.Satisfied(Key));
    }

    [Fact]
    public async Task Slow_start_stops_after_the_first_bad_batch()
    {
        List<int> calls = [];
        var (succeeded, failure) = await SlowStartBatch.RunAsync(100, 1, i =>
        {
            calls.Add(i);
            return i == 5 ? throw new InvalidOperationException("quota") : Task.CompletedTask;
        });
        Assert.Equal(7, calls.Count);
        Assert.Equal(6, succeeded);
        Assert.Equal("quota", failure!.Message);
        Assert.Equal((100, null), await SlowStartBatch.RunAsync(100, 1, _ => Task.CompletedTask));
    }

    [Theory]
    [InlineData("mine", "web", false, false, Claim.Own)]
    [InlineData("mine", "other", false, false, Claim.Release)]
    [InlineData("mine", "other", true, false, Claim.Ignore)]
    [InlineData("other", "web", false, false, Claim.Ignore)]
    [InlineData("", "web", false, false, Claim.Adopt)]
    [InlineData("", "other", false, false, Claim.Ignore)]
    [InlineData("", "web", true, false, Claim.Ignore)]
    [InlineData("", "web", false, true, Claim.Ignore)]
    public void Claims_are_decided(string owner, string app, bool controllerDeleting, bool podDeleting, Claim expected)
    {
        ReplicaSet controller = new();
        controller.Metadata.Uid = "mine";
        Pod pod = new();
        pod.Metadata.Labels["app"] = app;
        if (owner.Length > 0) pod.Metadata.OwnerReferences.Add(new() { Uid = owner, Controller = true });
        if (controllerDeleting) controller.Metadata.DeletionTimestamp = DateTimeOffset.UnixEpoch;
        if (podDeleting) pod.Metadata.DeletionTimestamp = DateTimeOffset.UnixEpoch;
        Assert.Equal(expected, Claims.Decide(pod, controller, LabelQuery.Parse("app=web")));
    }
}
