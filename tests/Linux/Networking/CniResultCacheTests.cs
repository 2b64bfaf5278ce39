using Kybernet.Linux.Networking;
using Kybernet.Linux.Tests.Harness;

namespace Kybernet.Linux.Tests.Networking;

public sealed class CniResultCacheTests
{
    private static readonly string Ours = new('a', 64), Theirs = new('b', 64);

    [Fact]
    public void Only_the_networks_own_sandboxes_are_forgotten()
    {
        using var directory = new TemporaryDirectory();
        var cache = Directory.CreateDirectory(directory["cni/results"]).FullName;
        foreach (var name in (string[])[$"kybernet-{Ours}-eth0", $"cni-loopback-{Ours}-lo", $"kybernet-2-{Theirs}-eth0", $"cni-loopback-{Theirs}-lo"])
            File.WriteAllText(Path.Combine(cache, name), "");

        CniResultCache.Forget("kybernet", cache);
        Assert.Equal([$"cni-loopback-{Theirs}-lo", $"kybernet-2-{Theirs}-eth0"], Directory.GetFiles(cache).Select(Path.GetFileName).Order());

        CniResultCache.Forget("kybernet-2", cache);
        Assert.False(Directory.Exists(directory["cni"]));
    }
}
