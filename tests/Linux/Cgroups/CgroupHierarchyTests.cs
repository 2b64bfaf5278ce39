using System.Globalization;
using Kybernet.Linux.Cgroups;
using Kybernet.Linux.Processes;
using Kybernet.Linux.Tests.Harness;

namespace Kybernet.Linux.Tests.Cgroups;

/// <summary>On the machine's real cgroups, whichever version they are.</summary>
public sealed class CgroupHierarchyTests
{
    [RootFact]
    public async Task A_pods_cgroup_holds_limits_counts_and_ends_its_processes_and_goes()
    {
        using var directory = new TemporaryDirectory();
        var root = string.Create(CultureInfo.InvariantCulture, $"kybernet-test-{Environment.ProcessId}");
        var pod = new PodCgroups(root).OfPod(PodQosClass.Burstable, "uid");
        var cgroups = CgroupHierarchy.Detect();
        try
        {
            cgroups.Ensure(pod, new CgroupResources(CpuShares: 512, CpuQuota: 20_000, MemoryLimit: 64 << 20, PidsLimit: 50));
            cgroups.Ensure(pod, new CgroupResources(CpuShares: 512, CpuQuota: 0)); // again, with one limit lifted
            var process = StartIn(pod, directory);

            Assert.Equal([process], cgroups.Processes(root));
            Assert.Equal(["burstable"], cgroups.Children(root + "/kubepods"));
            var usage = cgroups.ReadUsage(pod)!;
            Assert.InRange(usage.Pids, 1, 2);
            Assert.InRange(usage.CpuNanoseconds, 1, long.MaxValue);

            await cgroups.KillAsync(root, TimeProvider.System, CancellationToken.None);
            Assert.False(process.IsRunning);
        }
        finally
        {
            await cgroups.KillAsync(root, TimeProvider.System, CancellationToken.None);
            await cgroups.RemoveAsync(root, TimeProvider.System, CancellationToken.None);
        }

        Assert.False(cgroups.Exists(root));
        Assert.Null(cgroups.ReadUsage(pod));
    }

    /// <summary>A shell that joins the cgroup (of every hierarchy) itself and becomes a sleep.</summary>
    private static ProcessIdentity StartIn(string cgroup, TemporaryDirectory directory)
    {
        const string Script = "for d in /sys/fs/cgroup/$0 /sys/fs/cgroup/*/$0; do test ! -d $d || echo $$ > $d/cgroup.procs || exit; done; : > $1; exec sleep 1000";
        var process = DetachedProcess.Start(new Command("sh", "-c", Script, cgroup, directory["joined"]), directory["log"]);
        Assert.True(SpinWait.SpinUntil(() => File.Exists(directory["joined"]), TimeSpan.FromSeconds(20)), File.ReadAllText(directory["log"]));
        return process;
    }
}
