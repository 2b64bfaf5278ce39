using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Strategies.Storage;

/// <summary>What a claim's volume is filled from stands in two fields, the older and the newer.</summary>
internal static class ClaimSources
{
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
