using System.Collections.Frozen;
using Kybernet.Api;

namespace Kybernet.ApiServer.Registry;

/// <summary>All resources that the server serves, and all that it stores.</summary>
internal sealed class ResourceCatalog
{
    private readonly FrozenDictionary<GroupVersionResource, ResourceDefinition> _byResource;
    private readonly FrozenDictionary<GroupVersion, IReadOnlyList<ResourceDefinition>> _byVersion;

    /// <summary>A catalogue of these.</summary>
    public ResourceCatalog(IEnumerable<ResourceDefinition> served, IEnumerable<StoredResource> stored)
    {
        Served = [.. served];
        Stored = [.. stored];
        _byResource = Served.ToFrozenDictionary(d => d.Gvr);
        _byVersion = Served.GroupBy(d => d.Gvr.GroupVersion)
            .ToFrozenDictionary(g => g.Key, g => (IReadOnlyList<ResourceDefinition>)[.. g]);
    }

    /// <summary>Every resource in every served version.</summary>
    public IReadOnlyList<ResourceDefinition> Served { get; }

    /// <summary>Everything that is kept in the store.</summary>
    public IReadOnlyList<StoredResource> Stored { get; }

    /// <summary>The resource, or null when it is not served.</summary>
    public ResourceDefinition? Find(GroupVersionResource resource) => _byResource.GetValueOrDefault(resource);

    /// <summary>The resources of a group version, or null when it is not served.</summary>
    public IReadOnlyList<ResourceDefinition>? FindVersion(GroupVersion version) => _byVersion.GetValueOrDefault(version);
}
