using Kybernet.Api.Core.V1;

namespace Kybernet.Kubelet.Status;

/// <summary>What the status writer knows of one pod. Guarded by the writer's lock.</summary>
internal sealed class StatusEntry
{
    /// <summary>The pod as the worker saw it last.</summary>
    public required Pod Pod { get; set; }

    /// <summary>The status that is wanted.</summary>
    public PodStatus? Wanted { get; set; }

    /// <summary>The status in the API as far as is known; null: the pod's own is the best that is known.</summary>
    public PodStatus? Written { get; set; }

    /// <summary>The pod's revision with that status: a pod of a later one may have another.</summary>
    public long WrittenRevision { get; set; }

    /// <summary>There is something to write.</summary>
    public bool IsDirty { get; set; }

    /// <summary>Somebody is writing it.</summary>
    public bool IsWriting { get; set; }

    /// <summary>The pod holds nothing any more: once it is marked for deletion, it may go.</summary>
    public bool IsFinished { get; set; }

    /// <summary>The API was asked to remove it.</summary>
    public bool IsDeleted { get; set; }
}
