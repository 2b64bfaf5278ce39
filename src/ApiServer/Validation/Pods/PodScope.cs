using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Validation.Pods;

/// <summary>What the parts of a pod spec have to know of the rest of it to be judged.</summary>
internal sealed class PodScope
{
    private readonly Dictionary<string, Volume> _volumes = new(StringComparer.Ordinal);

    /// <summary>Looks at a spec.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="isPod">Whether it is a Pod's; else a template's.</param>
    public PodScope(PodSpec spec, bool isPod)
    {
        Spec = spec;
        IsPod = isPod;
        ClaimNames = new SortedSet<string>(spec.ResourceClaims.Select(c => c.Name).Where(n => n.Length > 0), StringComparer.Ordinal);
    }

    /// <summary>The spec.</summary>
    public PodSpec Spec { get; }

    /// <summary>Whether the spec is a Pod's; else a template's.</summary>
    public bool IsPod { get; }

    /// <summary>Whether the pod shares the host's user namespace.</summary>
    public bool HostUsers => Spec.HostUsers ?? true;

    /// <summary>The names of the pod's resource claims.</summary>
    public SortedSet<string> ClaimNames { get; }

    /// <summary>Remembers a volume that was found in order, for mounts to refer to.</summary>
    public void AddVolume(Volume volume) => _volumes[volume.Name] = volume;

    /// <summary>The volume of that name, or null.</summary>
    public Volume? FindVolume(string name) => _volumes.GetValueOrDefault(name);
}
