using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.ControllerManager.Pods;

namespace Kybernet.ControllerManager.ReplicaSets;

/// <summary>From changes of pods and their owners to keys to look at, and to expectations that are met.</summary>
internal sealed class ReplicaEvents<T>(
    IReplicaKind<T> kind, SharedInformer<T> owners, RateLimitingQueue<ObjectKey> queue, Expectations expectations) : IInformerHandler<Pod>
    where T : KubeObject, IKubeResource, new()
{
    /// <summary>What happens to the owners themselves.</summary>
    public IInformerHandler<T> OwnerHandler => new InformerHandler<T>
    {
        Added = owner => queue.Add(ObjectKey.Of(owner)),
        Updated = OnOwnerUpdate,
        Deleted = OnOwnerDelete,
    };

    public void OnAdd(Pod pod, bool isInInitialList)
    {
        if (pod.Metadata.DeletionTimestamp is not null)
        {
            // After a restart a pod may show up that is on its way out already: that is no creation.
            OnDelete(pod);
        }
        else if (OwnerReferences.ControllerOf(pod) is not null)
        {
            if (Owner(pod) is not { } owner) return;
            expectations.CreationObserved(owner);
            queue.Add(owner);
        }
        else
        {
            AddMatching(pod);
        }
    }

    public void OnUpdate(Pod old, Pod pod)
    {
        var relabeled = !old.Metadata.Labels.ContentEquals(pod.Metadata.Labels);
        if (pod.Metadata.DeletionTimestamp is not null)
        {
            // Marked for deletion counts as deleted: replacements do not wait for the kubelet.
            OnDelete(pod);
            if (relabeled) OnDelete(old);
            return;
        }

        var handedOver = OwnerReferences.ControllerOf(old)?.Uid != OwnerReferences.ControllerOf(pod)?.Uid;
        if (handedOver && Owner(old) is { } before) queue.Add(before);
        if (OwnerReferences.ControllerOf(pod) is not null)
        {
            if (Owner(pod) is { } owner) queue.Add(owner);
        }
        else if (relabeled || handedOver)
        {
            AddMatching(pod);
        }
    }

    public void OnDelete(Pod pod)
    {
        if (Owner(pod) is not { } owner) return;
        expectations.DeletionObserved(owner, ObjectKey.Of(pod));
        queue.Add(owner);
    }

    private void OnOwnerUpdate(T old, T owner)
    {
        // Deleted and made anew between two looks: what was expected of the old one does not count.
        if (old.Metadata.Uid != owner.Metadata.Uid) OnOwnerDelete(old);
        queue.Add(ObjectKey.Of(owner));
    }

    private void OnOwnerDelete(T owner)
    {
        expectations.Forget(ObjectKey.Of(owner));
        queue.Add(ObjectKey.Of(owner));
    }

    private ObjectKey? Owner(Pod pod)
    {
        var reference = OwnerReferences.ControllerOf(pod);
        if (reference is null || reference.Kind != T.KindInfo.Gvk.Kind) return null;
        var owner = owners.Get(pod.Metadata.Namespace, reference.Name);
        return owner?.Metadata.Uid == reference.Uid ? ObjectKey.Of(owner) : null;
    }

    // Nobody controls it: somebody may want to adopt it.
    private void AddMatching(Pod pod)
    {
        foreach (var owner in owners.List(pod.Metadata.Namespace))
        {
            if (PodMatches(owner, pod)) queue.Add(ObjectKey.Of(owner));
        }
    }

    private bool PodMatches(T owner, Pod pod)
    {
        var selector = kind.Wish(owner).Selector;
        return !selector.IsEverything && selector.Matches(pod.Metadata.Labels);
    }
}
