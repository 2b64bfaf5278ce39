using System.Diagnostics;
using Kybernet.Wire.Cri;

namespace Kybernet.Wire.Tests.Cri;

/// <summary>A pod in the host's network with one container that sleeps, from images made of this machine's own programs.</summary>
internal sealed class TestPod : IAsyncDisposable
{
    private const string Image = "kybernet.test/busybox:1";

    private readonly TestContainerd _containerd;

    private TestPod(TestContainerd containerd, string sandbox) => (_containerd, Sandbox) = (containerd, sandbox);

    public string Sandbox { get; }
    public string Container { get; private set; } = "";

    public static async Task<TestPod> StartAsync(TestContainerd containerd, bool tty = false, params string[] args)
    {
        await ImportAsync(containerd, TestContainerd.SandboxImage, "/pause", ("pause", ContainerdFactAttribute.Find("catatonit")!));
        await ImportAsync(containerd, Image, "/bin/busybox", ("bin/busybox", ContainerdFactAttribute.Find("busybox")!));
        NamespaceOption host = new() { Network = NamespaceMode.Node, Pid = NamespaceMode.Container };
        PodSandboxConfig sandbox = new()
        {
            Metadata = new() { Name = "p", Namespace = "n", Uid = "u" },
            LogDirectory = containerd.Folder,
            Linux = new() { SecurityContext = new() { NamespaceOptions = host } },
        };
        var run = await containerd.Runtime.RunPodSandboxAsync(new() { Config = sandbox });
        TestPod pod = new(containerd, run.PodSandboxId);
        try
        {
            ContainerConfig container = new()
            {
                Metadata = new() { Name = "c" },
                Image = new() { Image = Image },
                LogPath = "c.log",
                Stdin = tty,
                Tty = tty,
                Linux = new() { SecurityContext = new() { NamespaceOptions = host } },
            };
            container.Args.Add(args.Length > 0 ? args : ["sleep", "600"]);
            var created = await containerd.Runtime.CreateContainerAsync(
                new() { PodSandboxId = pod.Sandbox, Config = container, SandboxConfig = sandbox });
            pod.Container = created.ContainerId;
            await containerd.Runtime.StartContainerAsync(new() { ContainerId = pod.Container });
            return pod;
        }
        catch
        {
            await pod.DisposeAsync();
            throw;
        }
    }

    private static async Task ImportAsync(TestContainerd containerd, string name, string entrypoint, (string Inside, string From) file)
    {
        var tar = Path.Combine(containerd.Folder, "image.tar");
        // catatonit pauses when it is called with -P.
        await OciImageTar.WriteAsync(tar, name, entrypoint == "/pause" ? "/pause\",\"-P" : entrypoint, file);
        using var import = Process.Start(new ProcessStartInfo(
            ContainerdFactAttribute.Find("ctr")!, ["-a", containerd.Socket, "-n", "k8s.io", "images", "import", tar])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = import.StandardOutput.ReadToEndAsync();
        var error = await import.StandardError.ReadToEndAsync();
        await import.WaitForExitAsync();
        if (import.ExitCode != 0) throw new InvalidOperationException($"{await output}{error}");
    }

    public async ValueTask DisposeAsync()
    {
        await _containerd.Runtime.StopPodSandboxAsync(new() { PodSandboxId = Sandbox });
        await _containerd.Runtime.RemovePodSandboxAsync(new() { PodSandboxId = Sandbox });
    }
}
