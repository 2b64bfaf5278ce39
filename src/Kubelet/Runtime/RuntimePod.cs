namespace Kybernet.Kubelet.Runtime;

/// <summary>All that the runtime has of one pod, newest first.</summary>
/// <param name="Uid">The pod's uid.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
internal sealed record RuntimePod(string Uid, string Namespace, string Name)
{
    /// <summary>Its sandboxes, newest first.</summary>
    public IReadOnlyList<RuntimeSandbox> Sandboxes { get; init; } = [];

    /// <summary>Its containers, newest first.</summary>
    public IReadOnlyList<RuntimeContainer> Containers { get; init; } = [];

    /// <summary>Whether the runtime has nothing of it.</summary>
    public bool IsEmpty => Sandboxes.Count == 0 && Containers.Count == 0;

    /// <summary>Whether any container may still run.</summary>
    public bool HasLiveContainers => Containers.Any(static c => c.State is RuntimeState.Running or RuntimeState.Unknown);

    /// <summary>The addresses of the newest sandbox, while it is ready.</summary>
    public IReadOnlyList<string> Ips => Sandboxes is [{ Ready: true } newest, ..] ? newest.Ips : [];

    /// <summary>The newest container of that name, or null.</summary>
    public RuntimeContainer? FindContainer(string name)
    {
        foreach (var container in Containers)
        {
            if (container.Name == name) return container;
        }

        return null;
    }
}
