using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Selectors;

namespace Kybernet.ControllerManager.ReplicaSets;

/// <summary>What differs between a ReplicaSet and a ReplicationController, which one controller serves.</summary>
internal interface IReplicaKind<T> where T : KubeObject
{
    /// <summary>The controller's name, and the service account's: <c>replicaset-controller</c>.</summary>
    string ControllerName { get; }

    /// <summary>Whether the status tells how many pods are on their way out.</summary>
    bool CountsTerminating { get; }

    /// <summary>What the object asks for.</summary>
    ReplicaWish Wish(T owner);

    /// <summary>What the object's status says.</summary>
    ReplicaCounts Counts(T owner);

    /// <summary>A copy of the object with another status.</summary>
    T WithStatus(T owner, ReplicaCounts counts);
}

/// <summary>What a ReplicaSet or ReplicationController asks for.</summary>
internal sealed record ReplicaWish(int Replicas, LabelQuery Selector, PodTemplateSpec? Template, int MinReadySeconds);

/// <summary>What a ReplicaSet's or ReplicationController's status says. Compared by value, the failure included.</summary>
internal sealed record ReplicaCounts(
    int Replicas, int FullyLabeled, int Ready, int Available, int? Terminating, long ObservedGeneration, ReplicaFailure? Failure);

/// <summary>The ReplicaFailure condition.</summary>
internal sealed record ReplicaFailure(string Reason, string Message, DateTimeOffset? Since);
