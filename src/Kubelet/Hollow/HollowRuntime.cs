using Kybernet.Base;
using Kybernet.Kubelet.Runtime;
using Kybernet.Wire.Cri;

namespace Kybernet.Kubelet.Hollow;

/// <summary>
/// A container runtime that only pretends: containers start at once, run, and end by the clock. It keeps everything in memory
/// and calls nothing of the machine, so that thousands of nodes fit into a process and a simulation can run it in virtual time.
/// </summary>
internal sealed class HollowRuntime(ExecutionEnvironment environment) : IContainerRuntime
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, HollowSandbox> _sandboxes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HollowContainer> _containers = new(StringComparer.Ordinal);
    private readonly HollowAddresses _addresses = new();
    private long _lastId;

    public event Action<string>? PodChanged;

    public string Name => "hollow";

    private DateTimeOffset Now => environment.Now;

    public Task<string> VersionAsync(CancellationToken cancellation) => Task.FromResult("1.0");

    public Task<RuntimeReadiness> ReadinessAsync(CancellationToken cancellation) => Task.FromResult(new RuntimeReadiness(true, true, ""));

    public Task SetPodCidrAsync(string podCidr, CancellationToken cancellation)
    {
        lock (_lock) _addresses.Use(podCidr);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<RuntimePodSummary>> ListPodsAsync(CancellationToken cancellation)
    {
        lock (_lock)
        {
            var pods = _sandboxes.Values.GroupBy(static s => s.Pod.Uid, StringComparer.Ordinal).Select(group =>
            {
                PodFingerprint fingerprint = new();
                foreach (var sandbox in group)
                {
                    fingerprint.Add(sandbox.Id, sandbox.Ready ? 1 : 0);
                    foreach (var container in ContainersOf(sandbox.Id)) fingerprint.Add(container.Id, (int)container.Describe(Now).State);
                }

                var pod = group.First().Pod;
                return new RuntimePodSummary(pod.Uid, pod.Namespace, pod.Name, fingerprint.Value);
            });
            return Task.FromResult<IReadOnlyList<RuntimePodSummary>>([.. pods]);
        }
    }

    public Task<RuntimePod> GetPodAsync(string uid, string ns, string name, CancellationToken cancellation)
    {
        lock (_lock)
        {
            var sandboxes = _sandboxes.Values.Where(s => s.Pod.Uid == uid).OrderByDescending(static s => s.Pod.Attempt).ToList();
            return Task.FromResult(new RuntimePod(uid, ns, name)
            {
                Sandboxes = [.. sandboxes.Select(static s => s.Describe())],
                Containers = [.. sandboxes.SelectMany(s => ContainersOf(s.Id)).OrderByDescending(static c => c.Id, StringComparer.Ordinal)
                    .Select(c => c.Describe(Now))],
            });
        }
    }

    public Task<string> RunSandboxAsync(PodSandboxConfig config, string runtimeHandler, CancellationToken cancellation)
    {
        lock (_lock)
        {
            var onNode = config.Linux?.SecurityContext?.NamespaceOptions?.Network == NamespaceMode.Node;
            HollowSandbox sandbox = new(NextId(), config, onNode ? "" : TakeAddress(), Now);
            _sandboxes.Add(sandbox.Id, sandbox);
            return Task.FromResult(sandbox.Id);
        }
    }

    public Task StopSandboxAsync(string id, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (!_sandboxes.TryGetValue(id, out var sandbox) || !sandbox.Ready) return Task.CompletedTask;
            sandbox.Ready = false;
            _addresses.Return(sandbox.Ip);
            foreach (var container in ContainersOf(id)) container.StopAt(Now);
            return Task.CompletedTask;
        }
    }

    public async Task RemoveSandboxAsync(string id, CancellationToken cancellation)
    {
        await StopSandboxAsync(id, cancellation);
        lock (_lock)
        {
            foreach (var container in ContainersOf(id).ToList()) Remove(container);
            _sandboxes.Remove(id);
        }
    }

    public Task<string> CreateContainerAsync(
        string sandboxId, ContainerConfig config, PodSandboxConfig sandbox, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (!_sandboxes.ContainsKey(sandboxId)) throw new RuntimeException($"failed to find sandbox id \"{sandboxId}\"");
            var program = HollowProgram.Of(config.Metadata.Name, [.. config.Command, .. config.Args], sandbox.Annotations);
            HollowContainer container = new(NextId(), sandboxId, config, program, Now);
            _containers.Add(container.Id, container);
            return Task.FromResult(container.Id);
        }
    }

    public Task StartContainerAsync(string id, CancellationToken cancellation)
    {
        lock (_lock)
        {
            var container = Find(id);
            container.StartedAt = Now;
            TellOfEnd(container);
            return Task.CompletedTask;
        }
    }

    public async Task StopContainerAsync(string id, TimeSpan grace, CancellationToken cancellation)
    {
        TimeSpan wait;
        lock (_lock)
        {
            if (!_containers.TryGetValue(id, out var container) || !container.IsRunning(Now)) return;
            var end = Now + (container.Program.StopsAfter < grace ? container.Program.StopsAfter : grace);
            container.StopAt(end);
            wait = container.EndsAt!.Value - Now;
        }

        if (wait > TimeSpan.Zero) await environment.Delay(wait, cancellation);
    }

    public Task RemoveContainerAsync(string id, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (_containers.TryGetValue(id, out var container)) Remove(container);
            return Task.CompletedTask;
        }
    }

    public Task<ExecResult> ExecAsync(string id, IReadOnlyList<string> command, TimeSpan timeout, CancellationToken cancellation) =>
        Task.FromResult(new ExecResult(0, ""));

    public Task ReopenLogAsync(string id, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Whether a container's probes succeed by now.</summary>
    public bool IsWell(string id)
    {
        lock (_lock)
        {
            return _containers.TryGetValue(id, out var c) && c.IsRunning(Now) && Now >= c.StartedAt + c.Program.ReadyAfter;
        }
    }

    private void TellOfEnd(HollowContainer container)
    {
        if (container.EndsAt is not { } end) return;
        // The system's timers leave out parts of a millisecond: asked at a fraction, they come before the end.
        var wait = TimeSpan.FromMilliseconds(Math.Max(0, Math.Ceiling((end - Now).TotalMilliseconds)));
        var uid = _sandboxes[container.SandboxId].Pod.Uid;
        container.EndTimer?.Dispose();
        container.EndTimer = environment.Time.CreateTimer(_ => OnEnd(container, uid), null, wait, Timeout.InfiniteTimeSpan);
    }

    private void OnEnd(HollowContainer container, string uid)
    {
        lock (_lock)
        {
            // They go by another clock than ours, too.
            if (_sandboxes.ContainsKey(container.SandboxId) && container.IsRunning(Now))
            {
                TellOfEnd(container);
                return;
            }
        }

        PodChanged?.Invoke(uid);
    }

    private void Remove(HollowContainer container)
    {
        container.EndTimer?.Dispose();
        _containers.Remove(container.Id);
    }

    private string TakeAddress()
    {
        try
        {
            return _addresses.Take();
        }
        catch (InvalidOperationException e)
        {
            throw new RuntimeException(e.Message, null, e);
        }
    }

    private HollowContainer Find(string id) =>
        _containers.GetValueOrDefault(id) ?? throw new RuntimeException($"container \"{id}\" not found");

    private IEnumerable<HollowContainer> ContainersOf(string sandboxId) => _containers.Values.Where(c => c.SandboxId == sandboxId);

    // Ids sort by age, and look like a runtime's.
    private string NextId() => (++_lastId).ToString("x64", System.Globalization.CultureInfo.InvariantCulture);
}
