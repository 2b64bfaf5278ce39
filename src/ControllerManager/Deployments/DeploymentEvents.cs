using Kybernet.Api.Apps.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.ControllerManager.Pods;

namespace Kybernet.ControllerManager.Deployments;

/// <summary>From changes of deployments, replica sets and pods to deployments to look at.</summary>
internal sealed class DeploymentEvents(
    SharedInformer<Deployment> deployments, SharedInformer<ReplicaSet> sets, SharedInformer<Pod> pods, RateLimitingQueue<ObjectKey> queue)
{
    public void Register()
    {
        deployments.AddHandler(InformerHandler<Deployment>.ForAll(d => queue.Add(ObjectKey.Of(d))));
        sets.AddHandler(new InformerHandler<ReplicaSet> { Added = OnAdd, Updated = OnUpdate, Deleted = OnDelete });
        pods.AddHandler(new InformerHandler<Pod> { Deleted = OnPodDelete });
    }

    private void OnAdd(ReplicaSet set)
    {
        if (set.Metadata.DeletionTimestamp is not null) OnDelete(set);
        else if (OwnerReferences.ControllerOf(set) is null) AddMatching(set);
        else if (Owner(set) is { } owner) queue.Add(owner);
    }

    private void OnUpdate(ReplicaSet old, ReplicaSet set)
    {
        var handedOver = OwnerReferences.ControllerOf(old)?.Uid != OwnerReferences.ControllerOf(set)?.Uid;
        if (handedOver && Owner(old) is { } before) queue.Add(before);
        if (OwnerReferences.ControllerOf(set) is not null)
        {
            if (Owner(set) is { } owner) queue.Add(owner);
        }
        else if (handedOver || !old.Metadata.Labels.ContentEquals(set.Metadata.Labels))
        {
            AddMatching(set);
        }
    }

    private void OnDelete(ReplicaSet set)
    {
        if (Owner(set) is { } owner) queue.Add(owner);
    }

    // A Recreate deployment waits for its last old pod to be gone.
    private void OnPodDelete(Pod pod)
    {
        if (OwnerReferences.ControllerOf(pod) is not { Kind: "ReplicaSet" } reference) return;
        if (sets.Get(pod.Metadata.Namespace, reference.Name) is not { } set || set.Metadata.Uid != reference.Uid) return;
        if (Owner(set) is not { } owner || deployments.Get(owner) is not { } deployment || deployment.IsRollingUpdate()) return;
        var left = sets.ByIndex(DeploymentController.SetsByController, deployment.Metadata.Uid)
            .Any(s => PodIndex.ControlledBy(pods, s.Metadata.Uid).Count > 0);
        if (!left) queue.Add(owner);
    }

    private ObjectKey? Owner(ReplicaSet set)
    {
        if (OwnerReferences.ControllerOf(set) is not { Kind: "Deployment" } reference) return null;
        var owner = deployments.Get(set.Metadata.Namespace, reference.Name);
        return owner?.Metadata.Uid == reference.Uid ? ObjectKey.Of(owner) : null;
    }

    private void AddMatching(ReplicaSet set)
    {
        foreach (var deployment in deployments.List(set.Metadata.Namespace))
        {
            var selector = deployment.Spec.Selector?.ToQuery();
            if (selector is { IsEverything: false } && selector.Matches(set.Metadata.Labels)) queue.Add(ObjectKey.Of(deployment));
        }
    }
}
