using System.Net;
using System.Text;
using Kybernet.Api;
using Kybernet.Api.Authentication.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Base;
using Kybernet.Linux.Containers;
using Kybernet.Linux.Processes;
using Kybernet.Linux.Tests.Containers;

namespace Kybernet.Kubelet.Tests.Containerd;

/// <summary>A kubelet over a real containerd, in a network of its own; shared by the tests, because starting it takes a second.</summary>
public sealed class RealNode : IAsyncLifetime
{
    public const string Image = "kybernet.local/tools:1";
    public static readonly string[] Needed = ["containerd", "ctr", "runc", "ip", "nft", "nsenter", "catatonit", "busybox", "/usr/lib/cni/bridge"];

    private readonly TestLog _log = new();
    private TestNode? _node;
    private CancellationTokenSource _stop = new();
    private Task _run = Task.CompletedTask;

    internal FakeApi Api { get; } = new(ExecutionEnvironment.System());

    internal KubeletOptions Options { get; private set; } = null!;

    internal TestNode Node => _node!;

    internal string Log => string.Join('\n', _log.Lines);

    internal static bool IsPossible => Environment.IsPrivilegedProcess && Array.TrueForAll(Needed, static p => Programs.Find(p) is not null);

    public async Task InitializeAsync()
    {
        if (!IsPossible) return;
        _node = await TestNode.StartAsync();
        await _node.Loader.EnsureAsync(SandboxImage.Build(), CancellationToken.None);
        await _node.Loader.EnsureAsync(Tools, CancellationToken.None);
        Options = new()
        {
            NodeName = "node1",
            NodeIps = [IPAddress.Parse("192.0.2.1")],
            RootDirectory = _node.Path("kubelet"),
            PodLogsDirectory = _node.Path("pod-logs"),
            ContainerLogsDirectory = _node.Path("container-logs"),
            ContainerRuntimeEndpoint = "unix://" + _node.EngineOptions.Socket,
            PodCidr = "10.244.7.0/24",
            CgroupRoot = _node.EngineOptions.CgroupRoots[0],
            MaxContainerRestartPeriod = TimeSpan.FromMinutes(5),
            SyncFrequency = TimeSpan.FromSeconds(1),
            VolumeRefreshPeriod = TimeSpan.FromSeconds(1),
        };
        Api.OnPost = Token;
        await StartKubeletAsync();
    }

    internal async Task StartKubeletAsync()
    {
        _stop = new();
        var kubelet = await LinuxKubelet.CreateAsync(
            Options, new() { SetHostPorts = _node!.PodNetwork.SetHostPortsAsync }, Api.Client, ExecutionEnvironment.System(), _log);
        _run = kubelet.RunAsync(_stop.Token);
        await Task.WhenAny(kubelet.Ready, _run);
        if (_run.IsCompleted) await _run;
    }

    internal async Task StopKubeletAsync()
    {
        await _stop.CancelAsync();
        await _run;
    }

    public async Task DisposeAsync()
    {
        if (_node is null) return;
        foreach (var pod in Api.All<Pod>()) Api.DeletePod(pod.Metadata.Namespace, pod.Metadata.Name, 1);
        await Until(() => Api.All<Pod>().Count == 0 && Directory.GetDirectories(Path.Combine(Options.RootDirectory, "pods")).Length == 0, "all pods are gone", 60);
        await StopKubeletAsync();
        await _node.DisposeAsync();
    }

    /// <summary>A pod whose one container runs a script.</summary>
    internal Pod Script(string name, string script, Action<Pod>? change = null)
    {
        Pod pod = new();
        pod.Metadata.Name = name;
        pod.Metadata.Namespace = "default";
        pod.Spec.NodeName = "node1";
        pod.Spec.RestartPolicy = "Always";
        pod.Spec.TerminationGracePeriodSeconds = 5;
        pod.Spec.Containers.Add(new()
        {
            Name = "c",
            Image = Image,
            ImagePullPolicy = "IfNotPresent",
            Command = ["sh", "-c", script],
            TerminationMessagePath = "/dev/termination-log",
            TerminationMessagePolicy = "File",
        });
        change?.Invoke(pod);
        return Api.Add(pod);
    }

    internal Pod? Pod(string name) => Api.Find<Pod>("default", name);

    internal ContainerStatus Container(string name) => Pod(name)!.Status.ContainerStatuses is [var c, ..] ? c : new();

    internal Task UntilRunning(string name) => Until(() => Pod(name)!.Status.Phase == "Running", $"{name} runs");

    internal Task UntilPhase(string name, string phase) => Until(() => Pod(name)!.Status.Phase == phase, $"{name} is {phase}");

    internal async Task Until(Func<bool> condition, string what, int seconds = 30)
    {
        for (var end = DateTime.UtcNow.AddSeconds(seconds); !condition(); await Task.Delay(20))
        {
            if (DateTime.UtcNow > end)
            {
                var pods = string.Join('\n', Api.All<Pod>().Select(static p => $"{p.Metadata.Name}: {Encoding.UTF8.GetString(KubeCodec.Encode(p.Status))}"));
                throw new TimeoutException($"not within {seconds} s: {what}\n{pods}\n{string.Join('\n', Api.All<Event>().Select(static e => $"{e.InvolvedObject.Name} {e.Reason} {e.Message}"))}\n{Log}");
            }
        }
    }

    internal string LogOf(string name, int restart = 0)
    {
        var pod = Pod(name)!;
        var file = Path.Combine(Options.PodLogsDirectory, $"default_{name}_{pod.Metadata.Uid}", "c", $"{restart}.log");
        return File.Exists(file) ? string.Concat(File.ReadLines(file).Select(static l => string.Join(' ', l.Split(' ')[3..]) + "\n")) : "";
    }

    internal List<string> Events(string name) =>
        [.. Api.All<Event>().Where(e => e.InvolvedObject.Name == name).OrderBy(static e => e.Metadata.Name, StringComparer.Ordinal).Select(static e => $"{e.Reason}: {e.Message}")];

    private static OciImage Tools { get; } = new()
    {
        Name = Image,
        Files =
        [
            OciFile.Program("bin/busybox", Programs.Find("busybox") ?? "/absent"),
            .. ((string[])["sh", "sleep", "cat", "echo", "ls", "env", "id", "hostname", "wget", "httpd", "nc", "mkdir", "touch", "grep", "stat", "readlink", "head", "tail", "ps", "kill", "mount", "test", "seq"])
                .Select(static name => OciFile.Link("bin/" + name, "busybox")),
            OciFile.Directory("tmp", (UnixFileMode)0x3FF),
        ],
        Command = ["sh"],
    };

    private byte[] Token(Kybernet.Client.KubeRequest request) => KubeCodec.Encode(new TokenRequest
    {
        Status = new() { Token = $"token-of-{request.Name}", ExpirationTimestamp = DateTimeOffset.UtcNow.AddHours(1) },
    });
}

[CollectionDefinition(nameof(RealNode))]
public sealed class RealNodeCollection : ICollectionFixture<RealNode>;
