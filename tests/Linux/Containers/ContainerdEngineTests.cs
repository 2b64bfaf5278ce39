using Kybernet.Linux.Containers;
using Kybernet.Linux.Tests.Harness;
using Kybernet.Wire.Cri;

namespace Kybernet.Linux.Tests.Containers;

/// <summary>With the real containerd, runc and CNI plugins.</summary>
public sealed class ContainerdEngineTests
{
    [RootFact("containerd", "ctr", "runc", "ip", "nft", "nsenter", "catatonit", "busybox", "/usr/lib/cni/bridge")]
    public async Task A_pod_runs_outlives_the_engines_restart_and_leaves_nothing()
    {
        await using var node = await TestNode.StartAsync();
        await node.Loader.EnsureAsync(SandboxImage.Build(), CancellationToken.None);
        await node.Loader.EnsureAsync(SandboxImage.Build(), CancellationToken.None);
        OciArchive.Write(TestImages.Busybox, node.Path("busybox.tar"));
        Assert.Equal([TestImages.Busybox.Name], await node.Loader.LoadAsync(node.Path("busybox.tar"), CancellationToken.None));
        var images = await node.Images.ListImagesAsync(new ListImagesRequest());
        Assert.Equal([TestImages.Busybox.Name, SandboxImage.Name], images.Images.SelectMany(image => image.RepoTags).Order());

        var sandbox = await node.RunSandboxAsync("a");
        var container = await node.StartContainerAsync(sandbox, "sh", "-c", "echo hello; sleep 1000");
        var status = await node.Runtime.PodSandboxStatusAsync(new PodSandboxStatusRequest { PodSandboxId = sandbox.Annotations["id"] });
        Assert.StartsWith("10.244.7.", status.Status.Network.Ip);

        // Taken over as it is.
        var first = node.Engine.FindRunning();
        await node.NewEngine().StartAsync(CancellationToken.None);
        Assert.Equal(first, node.Engine.FindRunning());

        // Stopped and started anew: the container notices nothing.
        await node.Engine.StopAsync(CancellationToken.None);
        Assert.Null(node.Engine.FindRunning());
        await node.Engine.StartAsync(CancellationToken.None);
        var after = await node.Runtime.ContainerStatusAsync(new ContainerStatusRequest { ContainerId = container });
        Assert.Equal(ContainerState.ContainerRunning, after.Status.State);
        Assert.Contains("hello", await File.ReadAllTextAsync(Path.Combine(sandbox.LogDirectory, "c.log")));
    }

    [RootFact("containerd", "ctr", "runc", "ip", "nft", "nsenter", "catatonit", "busybox", "/usr/lib/cni/bridge")]
    public async Task After_a_clean_up_the_engine_starts_with_its_images_and_without_containers()
    {
        await using var node = await TestNode.StartAsync();
        await node.Loader.EnsureAsync(SandboxImage.Build(), CancellationToken.None);
        await node.Loader.EnsureAsync(TestImages.Busybox, CancellationToken.None);
        foreach (var name in (string[])["a", "b", "c"]) await node.StartContainerAsync(await node.RunSandboxAsync(name), "sleep", "1000");

        await node.Engine.CleanUpAsync(CancellationToken.None);
        await node.Engine.StartAsync(CancellationToken.None);

        Assert.Equal(2, (await node.Images.ListImagesAsync(new ListImagesRequest())).Images.Count);
        Assert.Empty((await node.Runtime.ListContainersAsync(new ListContainersRequest())).Containers);
        Assert.Empty((await node.Runtime.ListPodSandboxAsync(new ListPodSandboxRequest())).Items);
    }

    [RootFact("containerd", "ctr", "runc", "ip", "nft", "nsenter", "catatonit", "busybox", "/usr/lib/cni/bridge")]
    public async Task Nothing_is_left_of_an_engine_that_was_killed()
    {
        await using var node = await TestNode.StartAsync();
        await node.Loader.EnsureAsync(SandboxImage.Build(), CancellationToken.None);
        await node.Loader.EnsureAsync(TestImages.Busybox, CancellationToken.None);
        await node.StartContainerAsync(await node.RunSandboxAsync("a"), "sleep", "1000");

        await node.Engine.FindRunning()!.EndAsync(TimeSpan.Zero, TimeProvider.System, CancellationToken.None);
    }

    [RootFact("containerd", "ctr", "ip", "nft", "nsenter")]
    public async Task An_archive_of_docker_save_is_loaded_under_its_full_name()
    {
        await using var node = await TestNode.StartAsync();
        TestImages.WriteDockerArchive("tools:7", node.Path("docker.tar"));

        Assert.Equal(["docker.io/library/tools:7"], await node.Loader.LoadAsync(node.Path("docker.tar"), CancellationToken.None));

        var images = await node.Images.ListImagesAsync(new ListImagesRequest());
        Assert.Equal(["docker.io/library/tools:7"], images.Images.SelectMany(image => image.RepoTags));
    }

    [RootFact("containerd", "ctr", "ip", "nft", "nsenter")]
    public async Task What_is_no_image_is_refused_with_a_reason()
    {
        await using var node = await TestNode.StartAsync();
        await File.WriteAllTextAsync(node.Path("text.tar"), "not an image");

        var refused = await Assert.ThrowsAsync<InvalidDataException>(() => node.Loader.LoadAsync(node.Path("text.tar"), CancellationToken.None));

        Assert.StartsWith($"{node.Path("text.tar")} cannot be loaded as an image archive", refused.Message);
        await Assert.ThrowsAsync<FileNotFoundException>(() => node.Loader.LoadAsync(node.Path("absent.tar"), CancellationToken.None));
    }
}
