namespace Kybernet.Kubelet.Runtime;

/// <summary>Sums up the states of a pod's parts, in whatever order they come.</summary>
internal struct PodFingerprint
{
    private const ulong Prime = 1099511628211;
    private const ulong Start = 14695981039346656037;

    /// <summary>The sum.</summary>
    public ulong Value { get; private set; }

    /// <summary>Takes one part in.</summary>
    public void Add(string id, int state)
    {
        var hash = Start;
        foreach (var c in id) hash = (hash ^ c) * Prime;
        Value += (hash ^ (uint)state) * Prime;
    }
}
