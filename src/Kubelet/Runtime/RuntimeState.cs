namespace Kybernet.Kubelet.Runtime;

/// <summary>What the runtime says of a container.</summary>
internal enum RuntimeState
{
    /// <summary>Made, not started.</summary>
    Created,

    /// <summary>Its main process runs.</summary>
    Running,

    /// <summary>Its main process has ended.</summary>
    Exited,

    /// <summary>The runtime cannot say.</summary>
    Unknown,
}
