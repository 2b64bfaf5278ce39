namespace Kybernet.Linux.Cgroups;

/// <summary>A pod's quality of service class, which decides where its cgroup lies.</summary>
public enum PodQosClass
{
    /// <summary>Every container has equal requests and limits for CPU and memory.</summary>
    Guaranteed,

    /// <summary>Some container has some request or limit.</summary>
    Burstable,

    /// <summary>No container has any.</summary>
    BestEffort,
}

/// <summary>The names of the cgroups that a node's pods live in, as upstream's cgroupfs driver gives them.</summary>
/// <param name="root">The kubelet's --cgroup-root, without a leading slash; "" for the hierarchy's root.</param>
public sealed class PodCgroups(string root)
{
    /// <summary>All pods: "kubepods".</summary>
    public string Kubepods { get; } = root.Length == 0 ? "kubepods" : root + "/kubepods";

    /// <summary>All pods of a class; those that are Guaranteed lie directly in <see cref="Kubepods"/>.</summary>
    public string OfClass(PodQosClass qos) => qos switch
    {
        PodQosClass.Burstable => Kubepods + "/burstable",
        PodQosClass.BestEffort => Kubepods + "/besteffort",
        _ => Kubepods,
    };

    /// <summary>One pod: "podUID" in its class; the parent of its containers' cgroups.</summary>
    public string OfPod(PodQosClass qos, string uid) => $"{OfClass(qos)}/pod{uid}";
}
