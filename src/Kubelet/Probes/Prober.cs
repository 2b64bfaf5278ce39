using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Kybernet.Api.Core.V1;
using Kybernet.Base;
using Kybernet.Kubelet.Lifecycle;
using Kybernet.Kubelet.Runtime;
using Kybernet.Wire.Grpc;

namespace Kybernet.Kubelet.Probes;

/// <summary>Asks containers for real: by a command, over HTTP, TCP or gRPC.</summary>
internal sealed class Prober(IContainerRuntime runtime, HttpMessageInvoker http, ExecutionEnvironment environment, string version) : IProber
{
    private const int MaxBody = 10 * 1024;

    public async Task<ProbeAnswer> ProbeAsync(ProbeTarget target, CancellationToken cancellation)
    {
        var timeout = TimeSpan.FromSeconds(Math.Max(1, target.Probe.TimeoutSeconds));
        using CancellationTokenSource late = new(timeout, environment.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        try
        {
            if (target.Probe.Exec is { } exec) return await ExecAsync(target, exec, timeout, cancellation);
            if (target.Probe.HttpGet is { } get) return await HttpAsync(target, get, both.Token);
            if (target.Probe.TcpSocket is { } socket) return await TcpAsync(target, socket, both.Token);
            if (target.Probe.Grpc is { } grpc) return await GrpcHealth.AskAsync(target.PodIp, grpc, timeout, environment.Time, both.Token);
            return new(ProbeResult.Unknown, $"missing probe handler for {target.Pod.Metadata.Name}:{target.Container.Name}");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new(ProbeResult.Failure, $"{What(target)}: context deadline exceeded");
        }
        catch (Exception e) when (e is InvalidOperationException or UriFormatException)
        {
            return new(ProbeResult.Unknown, e.Message);
        }
    }

    private async Task<ProbeAnswer> ExecAsync(ProbeTarget target, ExecAction exec, TimeSpan timeout, CancellationToken cancellation)
    {
        try
        {
            var result = await runtime.ExecAsync(target.Running.Id, exec.Command, timeout, cancellation);
            var output = result.Output.Length > MaxBody ? result.Output[..MaxBody] : result.Output;
            return new(result.ExitCode == 0 ? ProbeResult.Success : ProbeResult.Failure, output);
        }
        catch (TimeoutException)
        {
            return new(ProbeResult.Failure, string.Create(
                CultureInfo.InvariantCulture, $"command timed out: \"{string.Join(' ', exec.Command)}\" timed out after {timeout.TotalSeconds}s"));
        }
        catch (RuntimeException e)
        {
            return new(ProbeResult.Unknown, e.Message);
        }
    }

    private async Task<ProbeAnswer> HttpAsync(ProbeTarget target, HTTPGetAction get, CancellationToken cancellation)
    {
        using var request = HttpGetRequest.Build(get, target.Container, target.PodIp, $"kube-probe/{version}");
        try
        {
            using var answer = await http.SendAsync(request, cancellation);
            var code = (int)answer.StatusCode;
            if (code is >= 200 and < 400) return new(ProbeResult.Success, await BodyAsync(answer, cancellation));
            return new(ProbeResult.Failure, $"HTTP probe failed with statuscode: {code}");
        }
        catch (HttpRequestException e)
        {
            return new(ProbeResult.Failure, $"Get \"{request.RequestUri}\": {SocketText(e, target.PodIp, request.RequestUri!.Port)}");
        }
    }

    private static async Task<string> BodyAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        await using var stream = await answer.Content.ReadAsStreamAsync(cancellation);
        var buffer = new byte[MaxBody];
        return Encoding.UTF8.GetString(buffer, 0, await stream.ReadAtLeastAsync(buffer, MaxBody, throwOnEndOfStream: false, cancellation));
    }

    private static async Task<ProbeAnswer> TcpAsync(ProbeTarget target, TCPSocketAction action, CancellationToken cancellation)
    {
        var host = action.Host.Length > 0 ? action.Host : target.PodIp;
        var port = HttpGetRequest.PortOf(action.Port, target.Container);
        using Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(host, port, cancellation);
            return new(ProbeResult.Success, "");
        }
        catch (SocketException e)
        {
            return new(ProbeResult.Failure, SocketText(e, host, port));
        }
    }

    /// <summary>As Go tells a connection that was refused.</summary>
    private static string SocketText(Exception e, string host, int port) => (e as SocketException ?? e.InnerException) switch
    {
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => $"dial tcp {host}:{port}: connect: connection refused",
        SocketException { SocketErrorCode: SocketError.HostUnreachable } => $"dial tcp {host}:{port}: connect: no route to host",
        SocketException { SocketErrorCode: SocketError.TimedOut } => $"dial tcp {host}:{port}: i/o timeout",
        _ => e.Message,
    };

    private static string What(ProbeTarget target) => target.Probe switch
    {
        { HttpGet: not null } => "Get",
        { TcpSocket: not null } => "dial tcp",
        _ => "timeout",
    };
}
