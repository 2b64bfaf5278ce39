using FsCheck.Xunit;
using Kybernet.Api;
using Kybernet.ControllerManager.Deployments;

namespace Kybernet.ControllerManager.Tests.Deployments;

public sealed class RollingUpdateDecisionTests
{
    [Theory]
    [InlineData("25%", "25%", 10, 3, 2)]
    [InlineData("25%", "25%", 3, 1, 0)]
    [InlineData("25%", "25%", 1, 1, 0)]
    [InlineData("0", "0", 5, 0, 1)]
    [InlineData("0", "10%", 5, 0, 1)]
    [InlineData("100%", "0", 4, 4, 0)]
    [InlineData("2", "7", 5, 2, 5)]
    [InlineData("25%", "25%", 0, 0, 0)]
    public void Percentages_become_numbers(string surge, string unavailable, int replicas, int maxSurge, int maxUnavailable) =>
        Assert.Equal(
            new Fenceposts(maxSurge, maxUnavailable),
            Fenceposts.Of(Make.Deployment(replicas, IntOrString.Parse(surge), IntOrString.Parse(unavailable))));

    [Theory]
    // replicas, surge, old, new → new
    [InlineData(10, "0", 10, 0, 0)]
    [InlineData(10, "2", 10, 0, 2)]
    [InlineData(10, "2", 5, 0, 7)]
    [InlineData(10, "2", 10, 2, 2)]
    [InlineData(10, "20", 10, 0, 10)]
    [InlineData(10, "2", 0, 15, 10)]
    public void The_new_replica_set_grows_as_far_as_the_surge_lets_it(int replicas, string surge, int old, int @new, int size)
    {
        var deployment = Make.Deployment(replicas, IntOrString.Parse(surge), 0);
        var sets = new[] { Make.ReplicaSet("old", old), Make.ReplicaSet("new", @new) };
        Assert.Equal(size, RollingUpdateDecision.NewSize(deployment, sets, @new));
    }

    [Theory]
    // replicas, unavailable, old (available), new (available) → old
    [InlineData(10, "0", 10, 10, 0, 0, 10)]
    [InlineData(10, "2", 10, 10, 0, 0, 8)]
    [InlineData(10, "2", 10, 8, 0, 0, 8)]
    [InlineData(10, "2", 10, 9, 0, 0, 8)]
    [InlineData(10, "2", 10, 0, 0, 0, 8)]
    [InlineData(10, "0", 10, 10, 5, 5, 5)]
    [InlineData(10, "0", 10, 10, 5, 3, 7)]
    [InlineData(10, "2", 8, 8, 2, 0, 8)]
    [InlineData(10, "0", 0, 0, 10, 10, 0)]
    [InlineData(12, "2", 7, 10, 8, 4, 6)] // shrunk from 10 already, only its status does not know yet
    public void Old_replica_sets_shrink_as_far_as_enough_stays_available(
        int replicas, string unavailable, int old, int oldAvailable, int @new, int newAvailable, int left)
    {
        var deployment = Make.Deployment(replicas, 1, IntOrString.Parse(unavailable));
        var set = Make.ReplicaSet("old", old, oldAvailable);
        var resizes = RollingUpdateDecision.ShrinkOld(deployment, [set], Make.ReplicaSet("new", @new, newAvailable));
        Assert.Equal(left, resizes.Count == 0 ? old : Assert.Single(resizes).Replicas);
    }

    [Fact]
    public void Pods_that_serve_nobody_go_first_and_then_the_oldest()
    {
        var deployment = Make.Deployment(10, 0, 3);
        var oldest = Make.ReplicaSet("oldest", 4, 4, ageMinutes: 20);
        var broken = Make.ReplicaSet("broken", 2, 0, ageMinutes: 10);
        var resizes = RollingUpdateDecision.ShrinkOld(deployment, [broken, oldest], Make.ReplicaSet("new", 4, 4));
        Assert.Equal([("oldest", 3), ("broken", 0)], resizes.Select(r => (r.Set.Metadata.Name, r.Replicas)));
    }

    [Property(MaxTest = 500)]
    public bool A_rollout_always_ends_and_never_leaves_its_bounds(byte size, byte surge, byte unavailable, byte seed)
    {
        var replicas = size % 30;
        var deployment = Make.Deployment(replicas, surge % 10, unavailable % 10);
        var posts = Fenceposts.Of(deployment);
        var old = Make.ReplicaSet("old", replicas, ageMinutes: 5);
        var @new = Make.ReplicaSet("new", 0);
        Random random = new(seed);
        for (var step = 0; step < 1000; step++)
        {
            var grown = RollingUpdateDecision.NewSize(deployment, [old, @new], @new.Replicas());
            var changed = grown != @new.Replicas();
            @new.Spec.Replicas = grown;
            if (!changed)
            {
                foreach (var resize in RollingUpdateDecision.ShrinkOld(deployment, [old], @new))
                {
                    resize.Set.Spec.Replicas = resize.Replicas;
                    resize.Set.Status.AvailableReplicas = Math.Min(resize.Set.Status.AvailableReplicas, resize.Replicas);
                    changed = true;
                }
            }

            if (old.Replicas() + @new.Replicas() > replicas + posts.MaxSurge) return false;
            if (old.Status.AvailableReplicas + @new.Status.AvailableReplicas < replicas - posts.MaxUnavailable) return false;
            if (old.Replicas() == 0 && @new.Status.AvailableReplicas == replicas) return true;
            // Pods become available in their own time.
            if (@new.Status.AvailableReplicas < @new.Replicas() && (random.Next(3) == 0 || !changed)) @new.Status.AvailableReplicas++;
        }

        return false;
    }
}
