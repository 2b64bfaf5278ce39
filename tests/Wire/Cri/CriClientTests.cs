using Kybernet.Wire.Cri;
using Kybernet.Wire.Grpc;

namespace Kybernet.Wire.Tests.Cri;

[Collection(nameof(TestContainerd))]
public sealed class CriClientTests(TestContainerd containerd)
{
    [ContainerdFact]
    public async Task Containerd_says_who_it_is()
    {
        var version = await containerd.Runtime.VersionAsync(new() { Version = "0.1.0" });

        Assert.Equal(("containerd", "v1"), (version.RuntimeName, version.RuntimeApiVersion));
    }

    [ContainerdFact]
    public async Task The_runtime_is_ready_and_the_network_is_not_without_a_cni_configuration()
    {
        var status = await containerd.Runtime.StatusAsync(new() { Verbose = true });

        Assert.True(status.Status.Conditions.Single(c => c.Type == "RuntimeReady").Status);
        Assert.False(status.Status.Conditions.Single(c => c.Type == "NetworkReady").Status);
        Assert.Contains("config", status.Info.Keys);
    }

    [ContainerdFact]
    public async Task File_systems_of_images_lie_in_containerds_root()
    {
        var info = await containerd.Images.ImageFsInfoAsync(new());

        Assert.StartsWith(containerd.Folder, info.ImageFilesystems.Single().FsId.Mountpoint);
    }

    [ContainerdFact]
    public async Task What_is_not_there_is_not_found()
    {
        var error = await Assert.ThrowsAsync<GrpcException>(() => containerd.Runtime.ContainerStatusAsync(new() { ContainerId = "nobody" }));
        var image = await containerd.Images.ImageStatusAsync(new() { Image = new ImageSpec { Image = "nothing:1" } });
        var containers = await containerd.Runtime.ListContainersAsync(new() { Filter = new() { Id = "nobody" } });

        Assert.Equal(GrpcStatusCode.NotFound, error.Code);
        Assert.StartsWith("rpc error: code = NotFound desc = an error occurred when try to find container", error.Message);
        Assert.Null(image.Image);
        Assert.Empty(containers.Containers);
    }

    [ContainerdFact]
    public async Task An_rpc_that_an_older_containerd_lacks_is_Unimplemented_or_answered()
    {
        try
        {
            var config = await containerd.Runtime.RuntimeConfigAsync(new());
            Assert.NotNull(config);
        }
        catch (GrpcException e)
        {
            Assert.Equal(GrpcStatusCode.Unimplemented, e.Code);
        }
    }
}
