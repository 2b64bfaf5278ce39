using Kybernet.Api.Core.V1;
using Kybernet.Client;

namespace Kybernet.Cluster.Bench.Pods;

/// <summary>What a watch has seen of pods, to be waited for.</summary>
internal sealed class PodSightings
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, TaskCompletionSource> _running = [];
    private readonly Dictionary<string, TaskCompletionSource> _gone = [];
    private Exception? _failure;

    /// <summary>Done when the pod is Running; fails when it ends instead.</summary>
    public Task Running(string name) => Of(_running, name).Task;

    /// <summary>Done when the pod is gone.</summary>
    public Task Gone(string name) => Of(_gone, name).Task;

    public void Saw(WatchEvent<Pod> change)
    {
        var name = change.Object.Metadata.Name;
        var status = change.Object.Status;
        if (change.Type == WatchEventType.Deleted) Of(_gone, name).TrySetResult();
        else if (status.Phase == "Running") Of(_running, name).TrySetResult();
        else if (status.Phase is "Failed" or "Succeeded")
        {
            InvalidOperationException ended = new($"pod {name} ended: {status.Phase} {status.Reason} {status.Message}");
            Of(_running, name).TrySetException(ended);
        }
    }

    /// <summary>Nothing more will be seen.</summary>
    public void Fail(Exception reason)
    {
        lock (_gate)
        {
            _failure = reason;
            foreach (var waiting in _running.Values.Concat(_gone.Values)) waiting.TrySetException(reason);
        }
    }

    private TaskCompletionSource Of(Dictionary<string, TaskCompletionSource> sightings, string name)
    {
        lock (_gate)
        {
            if (sightings.TryGetValue(name, out var source)) return source;
            sightings[name] = source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_failure is not null) source.SetException(_failure);
            return source;
        }
    }
}
