using Kybernet.Api.Apps.V1;
using Kybernet.ControllerManager.Deployments;

namespace Kybernet.ControllerManager.Tests.Deployments;

public sealed class DeploymentStatusTests
{
    private static readonly DateTimeOffset Now = Make.Start.AddMinutes(30);

    [Fact]
    public void Counts_are_sums_and_availability_is_judged()
    {
        var deployment = Make.Deployment(10, 2, 2);
        ReplicaSet old = Make.ReplicaSet("old", 4, 4), @new = Make.ReplicaSet("new", 6, 3);
        var status = DeploymentStatusDecision.Calculate(deployment, [old, @new], @new, Now);
        Assert.Equal((10, 6, 7, 3), (status.Replicas, status.UpdatedReplicas, status.AvailableReplicas, status.UnavailableReplicas));
        Assert.Equal(("False", "MinimumReplicasUnavailable"), (status.Condition("Available")!.Status, status.Condition("Available")!.Reason));
        @new.Status.AvailableReplicas = 4;
        Assert.Equal("True", DeploymentStatusDecision.Calculate(deployment, [old, @new], @new, Now).Condition("Available")!.Status);
    }

    [Fact]
    public void A_rollout_progresses_completes_and_is_then_left_alone()
    {
        var deployment = Make.Deployment(2);
        var set = Make.ReplicaSet("web-1", 2, 0);
        Step("True", "ReplicaSetUpdated", "ReplicaSet \"web-1\" is progressing.");
        set.Status.AvailableReplicas = 1;
        Step("True", "ReplicaSetUpdated", "ReplicaSet \"web-1\" is progressing.");
        set.Status.AvailableReplicas = 2;
        Step("True", "NewReplicaSetAvailable", "ReplicaSet \"web-1\" has successfully progressed.");
        set.Status.AvailableReplicas = 0;
        Step("True", "NewReplicaSetAvailable", "ReplicaSet \"web-1\" has successfully progressed.");

        void Step(string value, string reason, string message)
        {
            var status = Judge(deployment, set, Now);
            var condition = status.Condition("Progressing")!;
            Assert.Equal((value, reason, message), (condition.Status, condition.Reason, condition.Message));
            deployment.Status = status;
        }
    }

    [Fact]
    public void A_rollout_that_stands_still_is_called_so_after_the_deadline()
    {
        var deployment = Make.Deployment(2);
        var set = Make.ReplicaSet("web-1", 2, 0);
        deployment.Status = Judge(deployment, set, Now);
        var later = Now.AddSeconds(599);
        var still = Judge(deployment, set, later);
        Assert.Equal("ReplicaSetUpdated", still.Condition("Progressing")!.Reason);
        Assert.Equal(TimeSpan.FromSeconds(2), RolloutProgress.LookAgainAfter(deployment, still, later));
        var after = Judge(deployment, set, Now.AddSeconds(601));
        var condition = after.Condition("Progressing")!;
        Assert.Equal(("False", "ProgressDeadlineExceeded", "ReplicaSet \"web-1\" has timed out progressing."), (condition.Status, condition.Reason, condition.Message));
        deployment.Status = after;
        Assert.Null(RolloutProgress.LookAgainAfter(deployment, after, Now.AddSeconds(602)));
    }

    [Fact]
    public void Without_a_deadline_there_is_no_progress_to_tell()
    {
        var deployment = Make.Deployment(2);
        deployment.Spec.ProgressDeadlineSeconds = int.MaxValue;
        Assert.Null(Judge(deployment, Make.ReplicaSet("web-1", 2, 0), Now).Condition("Progressing"));
    }

    [Fact]
    public void What_keeps_the_new_replica_set_from_making_pods_is_told()
    {
        var set = Make.ReplicaSet("web-1", 2, 0);
        set.Status.Conditions.Add(new ReplicaSetCondition { Type = "ReplicaFailure", Status = "True", Reason = "FailedCreate", Message = "quota" });
        var condition = Judge(Make.Deployment(2), set, Now).Condition("ReplicaFailure")!;
        Assert.Equal(("True", "FailedCreate", "quota"), (condition.Status, condition.Reason, condition.Message));
    }

    [Fact]
    public void Old_revisions_beyond_the_limit_go_if_they_are_at_rest()
    {
        var deployment = Make.Deployment(1);
        deployment.Spec.RevisionHistoryLimit = 1;
        ReplicaSet[] old = [.. Enumerable.Range(1, 4).Select(i =>
        {
            var set = Make.ReplicaSet($"r{i}", i == 2 ? 1 : 0);
            set.Metadata.Annotations[DeploymentNames.Revision] = $"{i}";
            return set;
        })];
        Assert.Equal(["r1", "r3"], RevisionHistory.Surplus(deployment, old.Reverse()).Select(s => s.Metadata.Name));
        deployment.Spec.RevisionHistoryLimit = null;
        Assert.Empty(RevisionHistory.Surplus(deployment, old));
    }

    [Fact]
    public void Templates_hash_to_names_and_collisions_to_other_names()
    {
        var template = Make.Deployment(1).Spec.Template;
        var hash = TemplateHash.Compute(template, null);
        Assert.Matches("^[bcdfghjklmnpqrstvwxz2456789]{8,10}$", hash);
        Assert.Equal(hash, TemplateHash.Compute(template.Clone(), null));
        Assert.NotEqual(hash, TemplateHash.Compute(template, 1));
        var labelled = template.Clone();
        labelled.Metadata.Labels["pod-template-hash"] = hash;
        Assert.True(TemplateHash.SameTemplate(template, labelled));
        labelled.Spec.Containers[0].Image = "nginx:2";
        Assert.False(TemplateHash.SameTemplate(template, labelled));
    }

    [Fact]
    public void A_rollback_gives_an_old_replica_set_a_new_revision_and_keeps_its_history()
    {
        var deployment = Make.Deployment(3);
        deployment.Metadata.Annotations["kubernetes.io/change-cause"] = "undo";
        deployment.Metadata.Annotations[DeploymentNames.LastApplied] = "{}";
        var set = Make.ReplicaSet("web-1", 0);
        set.Metadata.Annotations[DeploymentNames.Revision] = "1";
        Assert.True(ReplicaSetAnnotations.SetNew(deployment, set, 3, exists: true));
        Assert.Equal(("3", "1", "undo"), (set.Metadata.Annotations[DeploymentNames.Revision], set.Metadata.Annotations[DeploymentNames.RevisionHistory], set.Metadata.Annotations["kubernetes.io/change-cause"]));
        Assert.False(set.Metadata.Annotations.ContainsKey(DeploymentNames.LastApplied));
        Assert.False(ReplicaSetAnnotations.SetNew(deployment, set, 3, exists: true));
    }

    private static DeploymentStatus Judge(Deployment deployment, ReplicaSet set, DateTimeOffset now)
    {
        var status = DeploymentStatusDecision.Calculate(deployment, [set], set, now);
        RolloutProgress.Judge(deployment, status, [set], set, now);
        return status;
    }
}
