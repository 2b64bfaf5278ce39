using Kybernet.Kubelet.Runtime;
using Kybernet.Wire.Cri;
using Kybernet.Wire.Grpc;

namespace Kybernet.Kubelet.Cri;

/// <summary>A container runtime over the Container Runtime Interface.</summary>
/// <param name="client">The interface.</param>
/// <param name="name">The runtime's name, as it says: containerd.</param>
internal sealed partial class CriRuntime(CriRuntimeClient client, string name) : IContainerRuntime
{
    private static readonly GrpcCallOptions Usual = new() { Timeout = TimeSpan.FromMinutes(2) };
    private static readonly GrpcCallOptions Sandbox = new() { Timeout = TimeSpan.FromMinutes(4) };

    private readonly CriObserver _observer = new(client, Usual);

    // containerd 1.6 has no stream of events; the relist finds what happened.
    event Action<string>? IContainerRuntime.PodChanged
    {
        add { }
        remove { }
    }

    public string Name => name;

    /// <summary>Asks the runtime for its name.</summary>
    public static async Task<CriRuntime> ConnectAsync(CriRuntimeClient client, CancellationToken cancellation)
    {
        var version = await CriErrors.CallAsync(() => client.VersionAsync(new() { Version = "0.1.0" }, Usual, cancellation));
        return new(client, version.RuntimeName);
    }

    public async Task<string> VersionAsync(CancellationToken cancellation) =>
        (await CriErrors.CallAsync(() => client.VersionAsync(new() { Version = "0.1.0" }, Usual, cancellation))).RuntimeVersion;

    public async Task<RuntimeReadiness> ReadinessAsync(CancellationToken cancellation)
    {
        var status = (await CriErrors.CallAsync(() => client.StatusAsync(new(), Usual, cancellation))).Status;
        return new(IsTrue("RuntimeReady"), IsTrue("NetworkReady"), string.Join(", ", status.Conditions
            .Where(static c => !c.Status)
            .Select(static c => $"{c.Type}=false reason:{c.Reason} message:{c.Message}")));

        bool IsTrue(string type) => status.Conditions.Any(c => c.Type == type && c.Status);
    }

    public Task SetPodCidrAsync(string podCidr, CancellationToken cancellation) =>
        CriErrors.CallAsync(() => client.UpdateRuntimeConfigAsync(
            new() { RuntimeConfig = new() { NetworkConfig = new() { PodCidr = podCidr } } }, Usual, cancellation));

    public Task<IReadOnlyList<RuntimePodSummary>> ListPodsAsync(CancellationToken cancellation) => _observer.ListPodsAsync(cancellation);

    public Task<RuntimePod> GetPodAsync(string uid, string ns, string podName, CancellationToken cancellation) =>
        _observer.GetPodAsync(uid, ns, podName, cancellation);

    public async Task<string> RunSandboxAsync(PodSandboxConfig config, string runtimeHandler, CancellationToken cancellation) =>
        (await CriErrors.CallAsync(() => client.RunPodSandboxAsync(
            new() { Config = config, RuntimeHandler = runtimeHandler }, Sandbox, cancellation))).PodSandboxId;

    public Task StopSandboxAsync(string id, CancellationToken cancellation) =>
        CriErrors.FindAsync(() => client.StopPodSandboxAsync(new() { PodSandboxId = id }, Usual, cancellation));

    public async Task RemoveSandboxAsync(string id, CancellationToken cancellation)
    {
        await StopSandboxAsync(id, cancellation); // or its network would stay
        await CriErrors.FindAsync(() => client.RemovePodSandboxAsync(new() { PodSandboxId = id }, Usual, cancellation));
    }

    public async Task<string> CreateContainerAsync(
        string sandboxId, ContainerConfig config, PodSandboxConfig sandbox, CancellationToken cancellation) =>
        (await CriErrors.CallAsync(() => client.CreateContainerAsync(
            new() { PodSandboxId = sandboxId, Config = config, SandboxConfig = sandbox }, Usual, cancellation))).ContainerId;

    public Task StartContainerAsync(string id, CancellationToken cancellation) =>
        CriErrors.CallAsync(() => client.StartContainerAsync(new() { ContainerId = id }, Usual, cancellation));

    public Task StopContainerAsync(string id, TimeSpan grace, CancellationToken cancellation)
    {
        var seconds = (long)Math.Ceiling(grace.TotalSeconds);
        GrpcCallOptions options = new() { Timeout = TimeSpan.FromSeconds(seconds) + Usual.Timeout };
        return CriErrors.FindAsync(() => client.StopContainerAsync(new() { ContainerId = id, Timeout = seconds }, options, cancellation));
    }

    public Task RemoveContainerAsync(string id, CancellationToken cancellation) =>
        CriErrors.FindAsync(() => client.RemoveContainerAsync(new() { ContainerId = id }, Usual, cancellation));

    public async Task<ExecResult> ExecAsync(string id, IReadOnlyList<string> command, TimeSpan timeout, CancellationToken cancellation)
    {
        ExecSyncRequest request = new() { ContainerId = id, Timeout = (long)Math.Ceiling(timeout.TotalSeconds) };
        request.Cmd.AddRange(command);
        try
        {
            var answer = await client.ExecSyncAsync(request, new() { Timeout = timeout + Usual.Timeout }, cancellation);
            return new(answer.ExitCode, answer.Stdout.ToStringUtf8() + answer.Stderr.ToStringUtf8());
        }
        catch (GrpcException e) when (e.Code == GrpcStatusCode.DeadlineExceeded)
        {
            throw new TimeoutException(e.Message, e);
        }
        catch (GrpcException e)
        {
            throw new RuntimeException(e.Message, e.Detail, e);
        }
    }

    public Task ReopenLogAsync(string id, CancellationToken cancellation) =>
        CriErrors.CallAsync(() => client.ReopenContainerLogAsync(new() { ContainerId = id }, Usual, cancellation));
}
