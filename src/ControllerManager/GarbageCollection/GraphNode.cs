using Kybernet.Api;
using Kybernet.Api.Meta.V1;

namespace Kybernet.ControllerManager.GarbageCollection;

/// <summary>What the graph knows of an object. Never changed: a change of the object is a new node.</summary>
internal sealed record GraphNode(ApiResource Resource, ObjectMeta Metadata)
{
    /// <summary>The finalizer of an object that waits for its dependents to be deleted.</summary>
    public const string ForegroundFinalizer = "foregroundDeletion";

    /// <summary>The finalizer of an object that waits for its dependents to be set free.</summary>
    public const string OrphanFinalizer = "orphan";

    public string Uid => Metadata.Uid;

    public KubeList<OwnerReference> Owners => Metadata.OwnerReferences;

    public bool IsBeingDeleted => Metadata.DeletionTimestamp is not null;

    /// <summary>Whether the object stays until its dependents are gone.</summary>
    public bool IsDeletingDependents => IsBeingDeleted && Metadata.Finalizers.Contains(ForegroundFinalizer);

    /// <summary>Whether the object stays until its dependents are set free.</summary>
    public bool IsOrphaningDependents => IsBeingDeleted && Metadata.Finalizers.Contains(OrphanFinalizer);

    /// <summary>Whether the object keeps the owner of that uid from going, when that one waits for its dependents.</summary>
    public bool Blocks(string ownerUid)
    {
        foreach (var owner in Owners)
        {
            if (owner.Uid == ownerUid && owner.BlockOwnerDeletion == true) return true;
        }

        return false;
    }

    /// <summary>Whether a reference with this uid, seen on <paramref name="dependent"/>, describes this object rightly.</summary>
    public bool IsDescribedBy(OwnerReference reference, GraphNode dependent) =>
        reference.Name == Metadata.Name
        && reference.Kind == Resource.Kind.Gvk.Kind
        && GroupVersion.Parse(reference.ApiVersion).Group == Resource.Gvr.Group
        && (!Resource.Namespaced || Metadata.Namespace == dependent.Metadata.Namespace);
}
