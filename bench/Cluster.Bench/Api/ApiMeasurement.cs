using Kybernet.Cluster.Bench.Reports;

namespace Kybernet.Cluster.Bench.Api;

/// <summary>One thing to measure of an API server.</summary>
/// <param name="Name">By what it is chosen.</param>
/// <param name="RunAsync">Measures; leaves nothing behind that another measurement of it would stumble over.</param>
internal sealed record ApiMeasurement(string Name, Func<Arena, CancellationToken, Task<IReadOnlyList<Figure>>> RunAsync)
{
    /// <summary>All, in the order in which they run.</summary>
    public static IReadOnlyList<ApiMeasurement> All { get; } =
    [
        new("create-latency", CreateLatency.RunAsync),
        new("create-configmaps", CreateConfigMaps.RunAsync),
        new("create-pods", CreatePods.RunAsync),
        new("create-pods-protobuf", CreatePods.ProtobufAsync),
        new("get", GetPod.RunAsync),
        new("get-protobuf", GetPod.ProtobufAsync),
        new("list", ListPods.RunAsync),
        new("list-protobuf", ListPods.ProtobufAsync),
        new("list-paged", ListPages.RunAsync),
        new("list-label", ListSelected.ByLabelAsync),
        new("list-field", ListSelected.ByFieldAsync),
        new("update", UpdateConfigMaps.RunAsync),
        new("patch", PatchConfigMaps.RunAsync),
        new("apply", Apply.ConfigMapsAsync),
        new("apply-deployments", Apply.DeploymentsAsync),
        new("watch", WatchFanOut.RunAsync),
    ];
}
