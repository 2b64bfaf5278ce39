using System.Globalization;
using Kybernet.Api;
using Kybernet.Base;
using Kybernet.Kubelet.Logs;
using Kybernet.Kubelet.Runtime;
using Microsoft.AspNetCore.Http;

namespace Kybernet.Kubelet.Server;

/// <summary>Answers /containerLogs.</summary>
internal sealed class PodLogs(PodFinder finder, ExecutionEnvironment environment)
{
    private readonly LogReader _reader = new(environment);

    /// <summary>Writes the log, to its end or as long as the container runs.</summary>
    public async Task WriteAsync(HttpContext context, string ns, string podName, string container)
    {
        var query = Read(context.Request.Query);
        var previous = context.Request.Query["previous"] == "true";
        var (pod, runtime) = await finder.FindAsync(ns, podName, context.RequestAborted);
        var chosen = Choose(runtime, podName, container, previous, pod.Status.ContainerStatuses.FirstOrDefault(s => s.Name == container));
        if (!File.Exists(chosen.LogPath))
            throw new StreamRefusedException(StatusCodes.Status404NotFound, $"failed to try resolving symlinks in path \"{chosen.LogPath}\": no such file or directory");

        context.Response.ContentType = "text/plain";
        await context.Response.StartAsync(context.RequestAborted);
        await _reader.ReadAsync(chosen.LogPath, query, () => IsRunningAsync(ns, podName, chosen.Id, context.RequestAborted), context.Response.Body, context.RequestAborted);
    }

    private static RuntimeContainer Choose(RuntimePod pod, string podName, string container, bool previous, ContainerStatus? status)
    {
        var attempts = pod.Containers.Where(c => c.Name == container).OrderByDescending(c => c.CreatedAt).ToList();
        if (previous)
        {
            return attempts.Count > 1
                ? attempts[1]
                : throw new StreamRefusedException(
                    StatusCodes.Status400BadRequest, $"previous terminated container \"{container}\" in pod \"{podName}\" not found");
        }

        if (attempts.Count > 0) return attempts[0];
        var reason = status?.State.Waiting?.Reason ?? "ContainerCreating";
        throw new StreamRefusedException(
            StatusCodes.Status400BadRequest, $"container \"{container}\" in pod \"{podName}\" is waiting to start: {reason}");
    }

    private async Task<bool> IsRunningAsync(string ns, string name, string id, CancellationToken cancellation)
    {
        try
        {
            var (_, pod) = await finder.FindAsync(ns, name, cancellation);
            return pod.Containers.Any(c => c.Id == id && c.State is RuntimeState.Running or RuntimeState.Created);
        }
        catch (StreamRefusedException)
        {
            return false;
        }
    }

    private LogQuery Read(IQueryCollection query) => new()
    {
        Follow = query["follow"] == "true",
        Timestamps = query["timestamps"] == "true",
        TailLines = Number(query, "tailLines"),
        LimitBytes = Number(query, "limitBytes"),
        Since = Number(query, "sinceSeconds") is { } seconds
            ? environment.Now - TimeSpan.FromSeconds(seconds)
            : query["sinceTime"] is [{ Length: > 0 } text] ? KubeTime.Parse(text) : null,
        // All is said as nothing.
        Stream = query["stream"].ToString() switch { "Stdout" => "stdout", "Stderr" => "stderr", _ => "" },
    };

    private static long? Number(IQueryCollection query, string name)
    {
        if (query[name] is not [{ Length: > 0 } text]) return null;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= 0
            ? number
            : throw new StreamRefusedException(StatusCodes.Status400BadRequest, $"invalid value for {name}: {text}");
    }
}
