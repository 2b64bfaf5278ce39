using Google.Protobuf;
using Kybernet.Wire.Grpc;

namespace Kybernet.Wire.Cri;

/// <summary>
/// Pod sandboxes and containers: the runtime's half of the Container Runtime Interface, one method per rpc.
/// A refusal or a lost connection is a <see cref="GrpcException"/>; a method that the runtime does not know yet ends with
/// <see cref="GrpcStatusCode.Unimplemented"/>.
/// </summary>
/// <param name="channel">The way to the runtime's socket; it stays the caller's.</param>
public sealed class CriRuntimeClient(GrpcChannel channel)
{
    private const string Service = "/runtime.v1.RuntimeService/";

    /// <summary>Name and version of the runtime and of the interface it speaks.</summary>
    public Task<VersionResponse> VersionAsync(
        VersionRequest request, GrpcCallOptions? options = null, CancellationToken cancellation = default) =>
        Unary<VersionRequest, VersionResponse>("Version", request, options, cancellation);

    /// <summary>Creates and starts a pod's sandbox; it is ready when this returns.</summary>
    public Task<RunPodSandboxResponse> RunPodSandboxAsync(
        RunPodSandboxRequest request, GrpcCallOptions? options = null, CancellationToken cancellation = default) =>
        Unary<RunPodSandboxRequest, RunPodSandboxResponse>("RunPodSandbox", request, options, cancellation);

    /// <summary>Stops the sandbox and whatever runs in it, and gives back its network. Idempotent.</summary>
    public Task<StopPodSandboxResponse> StopPodSandboxAsync(
        StopPodSandboxRequest request, GrpcCallOptions? options = null, CancellationToken cancellation = default) =>
        Unary<StopPodSandboxRequest, StopPodSandboxResponse>("StopPodSandbox", request, options, cancellation);

    /// <summary>Removes the sandbox and its containers, by force where they run. Idempotent.</summary>
    public Task<RemovePodSandboxResponse> RemovePodSandboxAsync(
        RemovePodSandboxRequest request, GrpcCallOptions? options = null, CancellationToken cancellation = default) =>
        Unary<RemovePodSandboxRequest, RemovePodSandboxResponse>("RemovePodSandbox", request, options, cancellation);

    /// <summary>The state of one sandbox; NotFound when there is none.</summary>
    public Task<PodSandboxStatusResponse> PodSandboxStatusAsync(
        PodSandboxStatusRequest request, GrpcCallOptions? options = null, CancellationToken cancellation = default) =>
        Unary<PodSandboxStatusRequest, PodSandboxStatusResponse>("PodSandboxStatus", request, options, cancellation);

    /// <summary>All sandboxes that match the filter.</summary>
    public Task<ListPodSandboxResponse> ListPodSandboxAsync(
        ListPodSandboxRequest request, GrpcCallOptions? options = null, CancellationToken cancellation = default) =>
        Unary<ListPodSandboxRequest, ListPodSandboxResponse>("ListPodSandbox", request, options, cancellation);

    /// <summary>As ListPodSandbox, in pieces. Newer runtimes only.</summary>
    public IAsyncEnumerable<StreamPodSandboxesResponse> StreamPodSandboxesAsync(
        StreamPodSandboxesRequest request, GrpcCallOptions? options = null, CancellationToken cancellation = default) =>
        Stream<StreamPodSandboxesRequest, StreamPodSandboxesResponse>("StreamPodSandboxes", request, options, cancellation);

    /// <summary>Creates a container in a sandbox, without starting it.</summary>
    public Task<CreateContainerResponse> CreateContainerAsync(
        CreateContainerRequest request, GrpcCallOptions? options = null, CancellationToken cancellation = default) =>
        Unary<CreateContainerRequest, CreateContainerResponse>("CreateContainer", request, options, cancellation);

    /// <summary>Starts a created container.</summary>
    public Task<StartContainerResponse> StartContainerAsync(
        StartContainerRequest request, GrpcCallOptions? options = null, CancellationToken cancellation = default) =>
        Unary<StartContainerRequest, StartContainerResponse>("StartContainer", request, options, cancellation);

    /// <summary>Stops a container: the stop signal, then after the grace period (seconds) SIGKILL. Idempotent.</summary>
    public Task<StopContainerResponse> StopContainerAsync(
        StopContainerRequest request, GrpcCallOptions? options = null, CancellationToken cancellation = default) =>
        Unary<StopContainerRequest, StopContainerResponse>("StopContainer", request, options, cancellation);

    /// <summary>Removes a container, by force where it runs. Idempotent.</summary>
    public Task<RemoveContainerResponse> RemoveContainerAsync(
        RemoveContainerRequest request, GrpcCallOptions? options = null, CancellationToken cancellation = default) =>
        Unary<RemoveContainerRequest, RemoveContainerResponse>("RemoveContainer", request, options, cancellation);

    /// <summary>All containers that match the filter.</summary>
    public Task<ListContainersResponse> ListContainersAsync(
        ListContainersRequest request, GrpcCallOptions? options = null, CancellationToken cancellation = default) =>
        Unary<ListContainersRequest, ListContainersResponse>("ListContainers", request, options, cancellation);

    /// <summary>As ListContainers, in pieces. Newer runtimes only.</summary>
    public IAsyncEnumerable<StreamContainersResponse> StreamContainersAsync(
        StreamContainersRequest request, GrpcCallOptions? options = null, CancellationToken cancellation = default) =>
        Stream<StreamContainersRequest, StreamContainersResponse>("StreamContainers", request, options, cancellation);

    /// <summary>The state of one container; NotFound when there is none.</summary>
    public Task<ContainerStatusResponse> ContainerStatusAsync(
        ContainerStatusRequest request, GrpcCallOptions? options = null, CancellationToken cancellation = default) =>
        Unary<ContainerStatusRequest, ContainerStatusResponse>("ContainerStatus", request, options, cancellation);

    /// <summary>Changes the cgroup limits of a container.</summary>
    public Task<UpdateContainerResourcesResponse> UpdateContainerResourcesAsync(
        UpdateContainerResourcesRequest request, GrpcCallOptions? options = null, CancellationToken cancellation = default) =>
        Unary<UpdateContainerResourcesRequest, UpdateContainerResourcesResponse>(
            "UpdateContainerResources", request, options, cancellation);

    /// <summary>Asks the runtime to open the log file anew, after it was rotated.</summary>
    public Task<ReopenContainerLogResponse> ReopenContainerLogAsync(
        ReopenContainerLogRequest request, GrpcCallOptions? options = null, CancellationToken cancellation = default) =>
        Unary<ReopenContainerLogRequest, ReopenContainerLogResponse>("ReopenContainerLog", request, options, cancellation);

    /// <summary>Runs a command in a container and gives its output; the runtime ends it after the request's timeout (seconds).</summary>
    public Task<ExecSyncResponse> ExecSyncAsync(
        ExecSyncRequest request, GrpcCallOptions? options = null, CancellationToken cancellation = default) =>
        Unary<ExecSyncRequest, ExecSyncResponse>("ExecSync", request, options, cancellation);

    /// <summary>Prepares a streaming endpoint for a command; the answer is its URL.</summary>
    public Task<ExecResponse> ExecAsync(
        ExecRequest request, GrpcCallOptions? options = null, CancellationToken cancellation = default) =>
        Unary<ExecRequest, ExecResponse>("Exec", request, options, cancellation);

    /// <summary>Prepares a streaming endpoint for a running container's main process; the answer is its URL.</summary>
    public Task<AttachResponse> AttachAsync(
        AttachRequest request, GrpcCallOptions? options = null, CancellationToken cancellation = default) =>
        Unary<AttachRequest, AttachResponse>("Attach", request, options, cancellation);

    /// <summary>Prepares a streaming endpoint for ports of a sandbox; the answer is its URL.</summary>
    public Task<PortForwardResponse> PortForwardAsync(
        PortForwardRequest request, GrpcCallOptions? options = null, CancellationToken cancellation = default) =>
        Unary<PortForwardRequest, PortForwardResponse>("PortForward", request, options, cancellation);

    /// <summary>Resource use of one container.</summary>
    public Task<ContainerStatsResponse> ContainerStatsAsync(
        ContainerStatsRequest request, GrpcCallOptions? options = null, CancellationToken cancellation = default) =>
        Unary<ContainerStatsRequest, ContainerStatsResponse>("ContainerStats", request, options, cancellation);

    /// <summary>Resource use of all containers that match the filter.</summary>
    public Task<ListContainerStatsResponse> ListContainerStatsAsync(
        ListContainerStatsRequest request, GrpcCallOptions? options = null, CancellationToken cancellation = default) =>
        Unary<ListContainerStatsRequest, ListContainerStatsResponse>("ListContainerStats", request, options, cancellation);

    /// <summary>As ListContainerStats, in pieces. Newer runtimes only.</summary>
    public IAsyncEnumerable<StreamContainerStatsResponse> StreamContainerStatsAsync(
        StreamContainerStatsRequest request, GrpcCallOptions? options = null, CancellationToken cancellation = default) =>
        Stream<StreamContainerStatsRequest, StreamContainerStatsResponse>("StreamContainerStats", request, options, cancellation);

    /// <summary>Resource use of one sandbox.</summary>
    public Task<PodSandboxStatsResponse> PodSandboxStatsAsync(
        PodSandboxStatsRequest request, GrpcCallOptions? options = null, CancellationToken cancellation = default) =>
        Unary<PodSandboxStatsRequest, PodSandboxStatsResponse>("PodSandboxStats", request, options, cancellation);

    /// <summary>Resource use of all sandboxes that match the filter.</summary>
    public Task<ListPodSandboxStatsResponse> ListPodSandboxStatsAsync(
        ListPodSandboxStatsRequest request, GrpcCallOptions? options = null, CancellationToken cancellation = default) =>
        Unary<ListPodSandboxStatsRequest, ListPodSandboxStatsResponse>("ListPodSandboxStats", request, options, cancellation);

    /// <summary>As ListPodSandboxStats, in pieces. Newer runtimes only.</summary>
    public IAsyncEnumerable<StreamPodSandboxStatsResponse> StreamPodSandboxStatsAsync(
        StreamPodSandboxStatsRequest request, GrpcCallOptions? options = null, CancellationToken cancellation = default) =>
        Stream<StreamPodSandboxStatsRequest, StreamPodSandboxStatsResponse>("StreamPodSandboxStats", request, options, cancellation);

    /// <summary>Tells the runtime what the node learned, such as the pod CIDR.</summary>
    public Task<UpdateRuntimeConfigResponse> UpdateRuntimeConfigAsync(
        UpdateRuntimeConfigRequest request, GrpcCallOptions? options = null, CancellationToken cancellation = default) =>
        Unary<UpdateRuntimeConfigRequest, UpdateRuntimeConfigResponse>("UpdateRuntimeConfig", request, options, cancellation);

    /// <summary>Whether runtime and network are ready, and why not.</summary>
    public Task<StatusResponse> StatusAsync(
        StatusRequest request, GrpcCallOptions? options = null, CancellationToken cancellation = default) =>
        Unary<StatusRequest, StatusResponse>("Status", request, options, cancellation);

    /// <summary>Writes a checkpoint of a running container to a file.</summary>
    public Task<CheckpointContainerResponse> CheckpointContainerAsync(
        CheckpointContainerRequest request, GrpcCallOptions? options = null, CancellationToken cancellation = default) =>
        Unary<CheckpointContainerRequest, CheckpointContainerResponse>("CheckpointContainer", request, options, cancellation);

    /// <summary>Events of containers as they happen (containerd from 1.7 on).</summary>
    public IAsyncEnumerable<ContainerEventResponse> GetContainerEventsAsync(
        GetEventsRequest request, GrpcCallOptions? options = null, CancellationToken cancellation = default) =>
        Stream<GetEventsRequest, ContainerEventResponse>("GetContainerEvents", request, options, cancellation);

    /// <summary>Which metrics ListPodSandboxMetrics gives.</summary>
    public Task<ListMetricDescriptorsResponse> ListMetricDescriptorsAsync(
        ListMetricDescriptorsRequest request, GrpcCallOptions? options = null, CancellationToken cancellation = default) =>
        Unary<ListMetricDescriptorsRequest, ListMetricDescriptorsResponse>("ListMetricDescriptors", request, options, cancellation);

    /// <summary>The metrics of all sandboxes.</summary>
    public Task<ListPodSandboxMetricsResponse> ListPodSandboxMetricsAsync(
        ListPodSandboxMetricsRequest request, GrpcCallOptions? options = null, CancellationToken cancellation = default) =>
        Unary<ListPodSandboxMetricsRequest, ListPodSandboxMetricsResponse>("ListPodSandboxMetrics", request, options, cancellation);

    /// <summary>As ListPodSandboxMetrics, in pieces. Newer runtimes only.</summary>
    public IAsyncEnumerable<StreamPodSandboxMetricsResponse> StreamPodSandboxMetricsAsync(
        StreamPodSandboxMetricsRequest request, GrpcCallOptions? options = null, CancellationToken cancellation = default) =>
        Stream<StreamPodSandboxMetricsRequest, StreamPodSandboxMetricsResponse>("StreamPodSandboxMetrics", request, options, cancellation);

    /// <summary>The runtime's own settings, such as its cgroup driver.</summary>
    public Task<RuntimeConfigResponse> RuntimeConfigAsync(
        RuntimeConfigRequest request, GrpcCallOptions? options = null, CancellationToken cancellation = default) =>
        Unary<RuntimeConfigRequest, RuntimeConfigResponse>("RuntimeConfig", request, options, cancellation);

    /// <summary>Changes the resources of a sandbox as a whole.</summary>
    public Task<UpdatePodSandboxResourcesResponse> UpdatePodSandboxResourcesAsync(
        UpdatePodSandboxResourcesRequest request, GrpcCallOptions? options = null, CancellationToken cancellation = default) =>
        Unary<UpdatePodSandboxResourcesRequest, UpdatePodSandboxResourcesResponse>(
            "UpdatePodSandboxResources", request, options, cancellation);

    private Task<TResponse> Unary<TRequest, TResponse>(
        string rpc, TRequest request, GrpcCallOptions? options, CancellationToken cancellation)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse>, new() =>
        channel.UnaryAsync(GrpcMethod.Protobuf<TRequest, TResponse>(Service + rpc), request, options, cancellation);

    private IAsyncEnumerable<TResponse> Stream<TRequest, TResponse>(
        string rpc, TRequest request, GrpcCallOptions? options, CancellationToken cancellation)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse>, new() =>
        channel.ServerStreamAsync(GrpcMethod.Protobuf<TRequest, TResponse>(Service + rpc), request, options, cancellation);
}
