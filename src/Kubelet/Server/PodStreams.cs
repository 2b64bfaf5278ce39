using System.Globalization;
using Kybernet.Base;
using Kybernet.Wire.Grpc;
using Kybernet.Wire.Streaming;
using Microsoft.AspNetCore.Http;

namespace Kybernet.Kubelet.Server;

/// <summary>Answers /exec, /attach and /portForward: joins the caller's streams with the runtime's.</summary>
internal sealed class PodStreams(PodFinder finder, IStreamingRuntime runtime, SpdyDialer dialer, ExecutionEnvironment environment)
{
    /// <summary>Runs a command in a container.</summary>
    public async Task ExecAsync(HttpContext context, string ns, string pod, string container)
    {
        var found = await finder.FindRunningAsync(ns, pod, container, context.RequestAborted);
        var options = Options(context.Request.Query);
        await CommandAsync(context, options, cancel => runtime.ExecAsync(found.Id, [.. context.Request.Query["command"].Select(c => c ?? "")], options, cancel));
    }

    /// <summary>Attaches to a container.</summary>
    public async Task AttachAsync(HttpContext context, string ns, string pod, string container)
    {
        var found = await finder.FindRunningAsync(ns, pod, container, context.RequestAborted);
        var options = Options(context.Request.Query);
        await CommandAsync(context, options, cancel => runtime.AttachAsync(found.Id, options, cancel));
    }

    /// <summary>Reaches ports of a pod.</summary>
    public async Task PortForwardAsync(HttpContext context, string ns, string pod)
    {
        var (_, found) = await finder.FindAsync(ns, pod, context.RequestAborted);
        if (found.Sandboxes is not [{ Ready: true } sandbox, ..])
            throw new StreamRefusedException(StatusCodes.Status404NotFound, $"cannot find sandbox of pod {pod}_{ns}");
        var ports = context.Request.Query["port"].Select(p => int.Parse(p!, NumberStyles.None, CultureInfo.InvariantCulture)).ToList();
        var address = await AskAsync(cancel => runtime.PortForwardAsync(sandbox.Id, ports, cancel), context.RequestAborted);
        await using var forwarder = await dialer.StartPortForwardAsync(address, context.RequestAborted);
        await using var session = await StreamingUpgrade.AcceptPortForwardAsync(context, environment);
        await PortForwardRelay.RunAsync(session, forwarder, environment, context.RequestAborted);
    }

    // The runtime is dialled first: what it refuses can then still be answered in plain HTTP.
    private async Task CommandAsync(HttpContext context, RemoteCommandOptions options, Func<CancellationToken, Task<Uri>> ask)
    {
        var address = await AskAsync(ask, context.RequestAborted);
        await using var command = await dialer.StartCommandAsync(address, options, context.RequestAborted);
        await using var session = await StreamingUpgrade.AcceptRemoteCommandAsync(context, options, environment);
        await RemoteCommandRelay.RunAsync(session, command, context.RequestAborted);
    }

    private static async Task<Uri> AskAsync(Func<CancellationToken, Task<Uri>> ask, CancellationToken cancellation)
    {
        try
        {
            return await ask(cancellation);
        }
        catch (GrpcException e)
        {
            throw new StreamRefusedException(StatusCodes.Status500InternalServerError, e.Message);
        }
    }

    private static RemoteCommandOptions Options(IQueryCollection query)
    {
        RemoteCommandOptions options = new()
        {
            Stdin = query["input"] == "1", Stdout = query["output"] == "1", Stderr = query["error"] == "1", Tty = query["tty"] == "1",
        };
        return options is { Stdin: false, Stdout: false, Stderr: false }
            ? throw new StreamRefusedException(StatusCodes.Status400BadRequest, "you must specify at least 1 of stdin, stdout, stderr")
            : options;
    }
}
