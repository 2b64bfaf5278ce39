using Kybernet.Api.Apps.V1;
using Kybernet.Api.Selectors;

namespace Kybernet.ControllerManager.ReplicaSets;

/// <summary>ReplicaSets as the replica controller sees them.</summary>
internal sealed class ReplicaSetKind : IReplicaKind<ReplicaSet>
{
    public string ControllerName => "replicaset-controller";

    public bool CountsTerminating => true;

    public ReplicaWish Wish(ReplicaSet owner) => new(
        owner.Spec.Replicas ?? 1, owner.Spec.Selector?.ToQuery() ?? LabelQuery.Nothing, owner.Spec.Template, owner.Spec.MinReadySeconds);

    public ReplicaCounts Counts(ReplicaSet owner)
    {
        var status = owner.Status;
        var failure = status.Conditions.FirstOrDefault(static c => c.Type == "ReplicaFailure");
        return new ReplicaCounts(
            status.Replicas, status.FullyLabeledReplicas, status.ReadyReplicas, status.AvailableReplicas, status.TerminatingReplicas,
            status.ObservedGeneration, failure is null ? null : new ReplicaFailure(failure.Reason, failure.Message, failure.LastTransitionTime));
    }

    public ReplicaSet WithStatus(ReplicaSet owner, ReplicaCounts counts)
    {
        var copy = owner.Clone();
        copy.Status.Replicas = counts.Replicas;
        copy.Status.FullyLabeledReplicas = counts.FullyLabeled;
        copy.Status.ReadyReplicas = counts.Ready;
        copy.Status.AvailableReplicas = counts.Available;
        copy.Status.TerminatingReplicas = counts.Terminating;
        copy.Status.ObservedGeneration = counts.ObservedGeneration;
        copy.Status.Conditions.RemoveAll(static c => c.Type == "ReplicaFailure");
        if (counts.Failure is { } failure)
        {
            copy.Status.Conditions.Add(new ReplicaSetCondition
            {
                Type = "ReplicaFailure", Status = "True", Reason = failure.Reason, Message = failure.Message, LastTransitionTime = failure.Since,
            });
        }

        return copy;
    }
}
