namespace Kybernet.Kubelet.Pods;

/// <summary>Why a pod has to end.</summary>
internal enum PodEndCause
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>All of it is done.</summary>
    Completed,

    /// <summary>The API says so: it has a deletion timestamp.</summary>
    Deleted,

    /// <summary>It is gone from the API already, or never was there.</summary>
    Gone,

    /// <summary>The kubelet decided it: deadline, eviction.</summary>
    Failed,
}
