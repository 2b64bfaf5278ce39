using Kybernet.Linux.Cgroups;
using Kybernet.Linux.Filesystems;
using Kybernet.Linux.Tests.Harness;

namespace Kybernet.Linux.Tests.Cgroups;

/// <summary>Over ordinary files that stand for the kernel's: this tests which file gets what.</summary>
public sealed class CgroupV2Tests : IDisposable
{
    private readonly TemporaryDirectory _root = new();

    [Fact]
    public void Controllers_are_handed_down_and_limits_written()
    {
        Put("cgroup.controllers", "cpuset cpu io memory pids rdma");
        Put("cgroup.subtree_control", "cpu memory");
        Put("kubepods/cgroup.controllers", "cpu memory");
        Put("kubepods/cgroup.subtree_control", "");
        foreach (var file in (string[])["cpu.weight", "cpu.max", "memory.max", "pids.max"]) Put("kubepods/poda/" + file, "");

        new CgroupV2(_root.Path).Ensure("kubepods/poda", new CgroupResources(1024, 50_000, MemoryLimit: 1 << 30, PidsLimit: 0));

        Assert.Equal("+cpuset +io +pids", Get("cgroup.subtree_control"));
        Assert.Equal("+cpu +memory", Get("kubepods/cgroup.subtree_control"));
        Assert.Equal("39", Get("kubepods/poda/cpu.weight"));
        Assert.Equal("50000 100000", Get("kubepods/poda/cpu.max"));
        Assert.Equal("1073741824", Get("kubepods/poda/memory.max"));
        Assert.Equal("max", Get("kubepods/poda/pids.max"));
    }

    [Fact]
    public void Usage_is_read()
    {
        Put("a/cpu.stat", "usage_usec 1500\nuser_usec 1000\n");
        Put("a/memory.current", "1000\n");
        Put("a/memory.stat", "anon 400\nfile 600\ninactive_file 250\npgfault 7\npgmajfault 1\n");
        Put("a/pids.current", "3\n");

        var cgroups = new CgroupV2(_root.Path);

        Assert.Equal(new CgroupUsage(1_500_000, 1000, 750, 400, 7, 1, 3), cgroups.ReadUsage("a"));
        Assert.Null(cgroups.ReadUsage("b"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/kubepods")]
    [InlineData("kubepods/..")]
    public async Task What_could_be_the_root_is_no_cgroup(string cgroup)
    {
        var cgroups = new CgroupV2(_root.Path);

        await Assert.ThrowsAsync<ArgumentException>(() => cgroups.KillAsync(cgroup, TimeProvider.System, CancellationToken.None));
        await Assert.ThrowsAsync<ArgumentException>(() => cgroups.RemoveAsync(cgroup, TimeProvider.System, CancellationToken.None));
    }

    [Fact]
    public void The_machines_kind_is_seen_from_its_mounts()
    {
        var second = Mount("/sys/fs/cgroup", "cgroup2");
        var first = Mount("/sys/fs/cgroup/memory", "cgroup");

        Assert.Equal(2, CgroupHierarchy.Detect([second]).Version);
        Assert.Equal(1, CgroupHierarchy.Detect([first, Mount("/sys/fs/cgroup/unified", "cgroup2")]).Version);
        Assert.Throws<NotSupportedException>(() => CgroupHierarchy.Detect([]));

        static MountEntry Mount(string target, string type) => new(target, "/", type, type, [], [], false);
    }

    public void Dispose() => _root.Dispose();

    private void Put(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_root[file])!);
        File.WriteAllText(_root[file], text);
    }

    private string Get(string file) => File.ReadAllText(_root[file]);
}
