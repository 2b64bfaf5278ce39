using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Strategies.Storage;

/// <summary>What a claim's volume is filled from stands in two fields, the older and the newer.</summary>
internal static class ClaimSources
{
    /// <summary>
    /// Drops sources of other namespaces (CrossNamespaceVolumeDataSource is off by default upstream), and in the older
    /// field all that are neither claims nor snapshots, unless the claim had a source before.
    /// </summary>
    public static void DropUnsupported(PersistentVolumeClaimSpec spec, PersistentVolumeClaimSpec? old)
    {
        if (spec.DataSourceRef is { Namespace.Length: > 0 } && old?.DataSourceRef is not { Namespace.Length: > 0 }) spec.DataSourceRef = null;
        if (old?.DataSource is not null || old?.DataSourceRef is not null || spec.DataSourceRef is not null) return;
        if (spec.DataSource is not (null or { ApiGroup: null or "", Kind: "PersistentVolumeClaim" } or { ApiGroup: "snapshot.storage.k8s.io", Kind: "VolumeSnapshot" }))
        {
            spec.DataSource = null;
        }
    }

    /// <summary>Sets the one that is not set from the other.</summary>
    public static void Align(PersistentVolumeClaimSpec spec)
    {
        if (spec.DataSource is { } source && spec.DataSourceRef is null)
        {
            spec.DataSourceRef = new() { ApiGroup = source.ApiGroup, Kind = source.Kind, Name = source.Name };
        }
        else if (spec.DataSource is null && spec.DataSourceRef is { Namespace: null or "" } reference)
        {
            spec.DataSource = new() { ApiGroup = reference.ApiGroup, Kind = reference.Kind, Name = reference.Name };
        }
    }
}
