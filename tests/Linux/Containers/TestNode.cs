using System.Globalization;
using System.Net;
using Kybernet.Base;
using Kybernet.Linux.Cgroups;
using Kybernet.Linux.Containers;
using Kybernet.Linux.Filesystems;
using Kybernet.Linux.Networking;
using Kybernet.Linux.Processes;
using Kybernet.Linux.Tests.Harness;
using Kybernet.Wire.Cri;
using Kybernet.Wire.Grpc;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kybernet.Linux.Tests.Containers;

/// <summary>A node with a network, an engine, directories and a cgroup of its own. When it is disposed nothing may be left of it.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    private static int _count;

    private readonly TemporaryDirectory _directory = new();
    private readonly TemporaryNetwork _network;

    private TestNode(TemporaryNetwork network)
    {
        _network = network;
        var name = string.Create(CultureInfo.InvariantCulture, $"kybernet-test-{Environment.ProcessId}-{Interlocked.Increment(ref _count)}");
        PodNetworkOptions = new PodNetworkOptions
        {
            PodCidr = IPNetwork.Parse("10.244.7.0/24"),
            Name = name,
            StateDirectory = _directory["network"],
            CniConfigDirectory = _directory["cni"],
            Network = network.Namespace,
        };
        EngineOptions = new ContainerdOptions
        {
            RootDirectory = _directory["containerd"],
            StateDirectory = $"/run/{name}",
            CniConfigDirectory = _directory["cni"],
            RegistryConfigDirectory = _directory["registries"],
            LogFile = _directory["containerd.log"],
            CgroupRoots = [name],
            Network = network.Namespace,
        };
        PodNetwork = new PodNetwork(PodNetworkOptions, Runner);
        Engine = NewEngine();
        Channel = GrpcChannel.ForUnixSocket(EngineOptions.Socket);
    }

    public ChildProcessRunner Runner { get; } = new(TimeProvider.System);

    public ExecutionEnvironment Surroundings { get; } = ExecutionEnvironment.System();

    public PodNetworkOptions PodNetworkOptions { get; }

    public PodNetwork PodNetwork { get; }

    public ContainerdOptions EngineOptions { get; }

    public ContainerdEngine Engine { get; }

    public GrpcChannel Channel { get; }

    public CriRuntimeClient Runtime => new(Channel);

    public CriImageClient Images => new(Channel);

    public ImageLoader Loader => Engine.CreateImageLoader();

    public string Path(string name) => _directory[name];

    /// <summary>Another handle on the same node, as a restarted Kybernet has.</summary>
    public ContainerdEngine NewEngine() => new(EngineOptions, Runner, Surroundings, NullLogger<ContainerdEngine>.Instance);

    public static async Task<TestNode> StartAsync()
    {
        var node = new TestNode(await TemporaryNetwork.CreateAsync());
        await node.PodNetwork.SetUpAsync(CancellationToken.None);
        await node.Engine.StartAsync(CancellationToken.None);
        return node;
    }

    public async Task<PodSandboxConfig> RunSandboxAsync(string name)
    {
        var config = new PodSandboxConfig
        {
            Metadata = new PodSandboxMetadata { Name = name, Namespace = "default", Uid = name + "-uid" },
            Hostname = name,
            LogDirectory = _directory["logs/" + name],
            Linux = new LinuxPodSandboxConfig { CgroupParent = "/" + new PodCgroups(EngineOptions.CgroupRoots[0]).OfPod(PodQosClass.BestEffort, name) },
        };
        Directory.CreateDirectory(config.LogDirectory);
        var answer = await Runtime.RunPodSandboxAsync(new RunPodSandboxRequest { Config = config });
        config.Annotations["id"] = answer.PodSandboxId;
        return config;
    }

    public async Task<string> StartContainerAsync(PodSandboxConfig sandbox, params string[] command)
    {
        var config = new ContainerConfig
        {
            Metadata = new ContainerMetadata { Name = "c" },
            Image = new ImageSpec { Image = TestImages.Busybox.Name },
            LogPath = "c.log",
        };
        config.Command.Add(command);
        var request = new CreateContainerRequest { PodSandboxId = sandbox.Annotations["id"], SandboxConfig = sandbox, Config = config };
        var id = (await Runtime.CreateContainerAsync(request)).ContainerId;
        await Runtime.StartContainerAsync(new StartContainerRequest { ContainerId = id });
        return id;
    }

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await Engine.CleanUpAsync(CancellationToken.None);
        await Engine.CleanUpAsync(CancellationToken.None); // twice is no harm
        await PodNetwork.TearDownAsync(CancellationToken.None);
        await _network.DisposeAsync();
        AssertNothingIsLeft();
        _directory.Dispose();
    }

    private void AssertNothingIsLeft()
    {
        Assert.Empty(MountTable.Under(_directory.Path));
        Assert.Empty(MountTable.Under(EngineOptions.StateDirectory));
        Assert.Empty(ProcessTable.FindByArguments(arguments => arguments.Any(argument => argument.Contains(EngineOptions.StateDirectory, StringComparison.Ordinal))));
        Assert.False(CgroupHierarchy.Detect().Exists(EngineOptions.CgroupRoots[0]));
        Assert.False(Directory.Exists(EngineOptions.StateDirectory));
        if (Directory.Exists(CniResultCache.DefaultDirectory)) Assert.Empty(Directory.EnumerateFiles(CniResultCache.DefaultDirectory, PodNetworkOptions.Name + "-*"));
    }
}
