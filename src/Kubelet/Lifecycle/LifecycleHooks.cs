using System.Net.Sockets;
using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Base;
using Kybernet.Kubelet.Runtime;

namespace Kybernet.Kubelet.Lifecycle;

/// <summary>Runs hooks for real: a command in the container, a request to it, or a pause.</summary>
internal sealed class LifecycleHooks(IContainerRuntime runtime, HttpMessageInvoker http, ExecutionEnvironment environment, string version) : ILifecycleHooks
{
    private static readonly TimeSpan MaxExec = TimeSpan.FromDays(1); // the grace period ends it sooner

    public async Task RunAsync(
        Pod pod, Container container, RuntimePod runtimePod, string containerId, LifecycleHandler hook, CancellationToken cancellation)
    {
        try
        {
            if (hook.Exec is { } exec) await ExecAsync(containerId, exec, cancellation);
            else if (hook.Sleep is { } sleep) await environment.Delay(TimeSpan.FromSeconds(sleep.Seconds), cancellation);
            else if (hook.HttpGet is { } get) await GetAsync(container, runtimePod, get, cancellation);
            else throw new HookException("invalid handler");
        }
        catch (Exception e) when (e is RuntimeException or HttpRequestException or SocketException or InvalidOperationException or UriFormatException)
        {
            throw new HookException(e.Message, e);
        }
    }

    private async Task ExecAsync(string containerId, ExecAction exec, CancellationToken cancellation)
    {
        var result = await runtime.ExecAsync(containerId, exec.Command, MaxExec, cancellation);
        if (result.ExitCode != 0)
            throw new HookException($"command '{string.Join(' ', exec.Command)}' exited with {result.ExitCode}: {result.Output}");
    }

    private async Task GetAsync(Container container, RuntimePod runtimePod, HTTPGetAction get, CancellationToken cancellation)
    {
        using var request = HttpGetRequest.Build(get, container, runtimePod.Ips is [var ip, ..] ? ip : "127.0.0.1", $"kube-lifecycle/{version}");
        using var answer = await http.SendAsync(request, cancellation); // any answer will do
    }
}
