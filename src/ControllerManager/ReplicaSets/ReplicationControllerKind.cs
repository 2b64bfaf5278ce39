using Kybernet.Api.Core.V1;
using Kybernet.Api.Selectors;

namespace Kybernet.ControllerManager.ReplicaSets;

/// <summary>ReplicationControllers as the replica controller sees them.</summary>
internal sealed class ReplicationControllerKind : IReplicaKind<ReplicationController>
{
    public string ControllerName => "replication-controller";

    public bool CountsTerminating => false;

    public ReplicaWish Wish(ReplicationController owner) => new(
        owner.Spec.Replicas ?? 1, LabelQuery.FromLabels(owner.Spec.Selector), owner.Spec.Template, owner.Spec.MinReadySeconds);

    public ReplicaCounts Counts(ReplicationController owner)
    {
        var status = owner.Status;
        var failure = status.Conditions.FirstOrDefault(static c => c.Type == "ReplicaFailure");
        return new ReplicaCounts(
            status.Replicas, status.FullyLabeledReplicas, status.ReadyReplicas, status.AvailableReplicas, Terminating: null,
            status.ObservedGeneration, failure is null ? null : new ReplicaFailure(failure.Reason, failure.Message, failure.LastTransitionTime));
    }

    public ReplicationController WithStatus(ReplicationController owner, ReplicaCounts counts)
    {
        var copy = owner.Clone();
        copy.Status.Replicas = counts.Replicas;
        copy.Status.FullyLabeledReplicas = counts.FullyLabeled;
        copy.Status.ReadyReplicas = counts.Ready;
        copy.Status.AvailableReplicas = counts.Available;
        copy.Status.ObservedGeneration = counts.ObservedGeneration;
        copy.Status.Conditions.RemoveAll(static c => c.Type == "ReplicaFailure");
        if (counts.Failure is { } failure)
        {
            copy.Status.Conditions.Add(new ReplicationControllerCondition
            {
                Type = "ReplicaFailure", Status = "True", Reason = failure.Reason, Message = failure.Message, LastTransitionTime = failure.Since,
            });
        }

        return copy;
    }
}
