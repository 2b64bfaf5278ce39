using System.Text.Json.Nodes;
using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Base;
using Kybernet.Client;
using Kybernet.Kubelet.Pods;
using Kybernet.Kubelet.Runtime;
using Microsoft.Extensions.Logging;

namespace Kybernet.Kubelet.Node;

/// <summary>
/// Registers the node and keeps its status current: computed often, written when it changes or when it has not been for long.
/// </summary>
internal sealed partial class NodeReporter(
    KubeletOptions options, IKubeClient client, IContainerRuntime runtime, IImageService? images, INodeMachine machine,
    NodeReadiness readiness, NodeEvents events, ExecutionEnvironment environment, ILogger logger)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(500);
    private NodeStatus? _reported;
    private DateTimeOffset _reportedAt;

    /// <summary>The node's uid: another one after somebody has deleted it and it was registered anew.</summary>
    public string NodeUid { get; private set; } = "";

    /// <summary>Creates the node, or takes over the one of that name; tries until it works. Returns the node.</summary>
    public async Task<ApiNode> RegisterAsync(CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                var status = await MeasureAsync(null, cancellation);
                var node = await RegisterOnceAsync(status, cancellation);
                NodeUid = node.Metadata.Uid;
                Registered(logger, options.NodeName);
                events.TellChanges(null, status);
                (_reported, _reportedAt) = (status, environment.Now);
                return node;
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested)
            {
                RegistrationFailed(logger, options.NodeName, e);
                await environment.Delay(RetryAfter, cancellation);
            }
        }
    }

    /// <summary>Reports until cancelled.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                // A runtime that comes up makes the node ready: nobody wants to wait for that.
                await environment.Delay(IsReady ? options.NodeStatusUpdateFrequency : RetryAfter, stop);
                try
                {
                    await ReportAsync(stop);
                }
                catch (Exception e) when (!stop.IsCancellationRequested)
                {
                    ReportFailed(logger, options.NodeName, e);
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // stopping
        }
    }

    private bool IsReady => readiness.Runtime is { RuntimeReady: true, NetworkReady: true };

    private async Task<ApiNode> RegisterOnceAsync(NodeStatus status, CancellationToken cancellation)
    {
        try
        {
            if (options.RegisterNode) return await client.CreateAsync(NodeObject.Build(options, status), cancellation);
        }
        catch (KubeApiException e) when (e.IsAlreadyExists)
        {
            // Taken over below.
        }

        var node = await client.GetAsync<ApiNode>("", options.NodeName, cancellation);
        await PatchLabelsAsync(node, status, cancellation);
        return await PatchStatusAsync(status, cancellation);
    }

    private async Task ReportAsync(CancellationToken cancellation)
    {
        var status = await MeasureAsync(_reported, cancellation);
        if (_reported is not null && NodeStatusBuilder.Same(_reported, status)
            && environment.Now - _reportedAt < options.NodeStatusReportFrequency) return;

        try
        {
            NodeUid = (await PatchStatusAsync(status, cancellation)).Metadata.Uid;
        }
        catch (KubeApiException e) when (e.IsNotFound)
        {
            // Somebody deleted it; this machine is still here.
            NodeUid = (await RegisterOnceAsync(status, cancellation)).Metadata.Uid;
        }

        events.TellChanges(_reported, status);
        (_reported, _reportedAt) = (status, environment.Now);
    }

    private async Task<NodeStatus> MeasureAsync(NodeStatus? previous, CancellationToken cancellation)
    {
        var version = "unknown";
        try
        {
            readiness.Runtime = await runtime.ReadinessAsync(cancellation);
            version = await runtime.VersionAsync(cancellation);
        }
        catch (RuntimeException e)
        {
            readiness.Runtime = new(false, false, e.Message);
        }

        readiness.Addresses = [.. options.NodeIps.Select(static ip => ip.ToString())];
        return NodeStatusBuilder.Build(new()
        {
            Options = options,
            Capacity = machine.Capacity,
            Identity = machine.Identity with { HostName = options.NodeName },
            RuntimeName = runtime.Name,
            RuntimeVersion = version,
            Readiness = readiness.Runtime,
            Pressure = await machine.ReadPressureAsync(cancellation),
            Images = images is null || !readiness.Runtime.RuntimeReady ? [] : await images.ListAsync(cancellation),
            Now = environment.Now,
        }, previous);
    }

    private async Task PatchLabelsAsync(ApiNode node, NodeStatus status, CancellationToken cancellation)
    {
        JsonObject labels = [];
        foreach (var (key, value) in NodeObject.Labels(options, status))
        {
            if (node.Metadata.Labels.GetValueOrDefault(key) != value) labels[key] = value;
        }

        if (labels.Count == 0) return;
        JsonObject patch = new() { ["metadata"] = new JsonObject { ["labels"] = labels } };
        await client.PatchAsync<ApiNode>("", options.NodeName, Patch.Strategic(patch.ToJsonString()), "", cancellation);
    }

    private Task<ApiNode> PatchStatusAsync(NodeStatus status, CancellationToken cancellation)
    {
        var json = JsonNode.Parse(KubeCodec.Encode(status))!.AsObject();
        // Upstream merges addresses by type: what is gone has to be said.
        json["addresses"]!.AsArray().Insert(0, new JsonObject { ["$patch"] = "replace" });
        foreach (var resources in (ReadOnlySpan<string>)["capacity", "allocatable"]) json[resources]!.AsObject()["$patch"] = "replace";
        JsonObject patch = new() { ["status"] = json };
        return client.PatchAsync<ApiNode>("", options.NodeName, Patch.Strategic(patch.ToJsonString()), "status", cancellation);
    }

    [LoggerMessage(LogLevel.Information, "Node {Node} is registered")]
    private static partial void Registered(ILogger logger, string node);

    [LoggerMessage(LogLevel.Warning, "Node {Node} could not be registered; trying again")]
    private static partial void RegistrationFailed(ILogger logger, string node, Exception error);

    [LoggerMessage(LogLevel.Warning, "The status of node {Node} could not be written; trying again")]
    private static partial void ReportFailed(ILogger logger, string node, Exception error);
}
