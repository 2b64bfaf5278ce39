using Kybernet.Linux.Cgroups;
using Kybernet.Linux.Filesystems;
using Kybernet.Linux.Processes;

namespace Kybernet.Linux.Containers;

/// <summary>
/// Takes away what an engine and its containers leave in the kernel, in the order in which each step can succeed. It trusts no
/// record of theirs more than it must: processes are found by cgroup and arguments, mounts by path.
/// </summary>
internal sealed class EngineCleanup(ContainerdOptions options, ICommandRunner runner, TimeProvider time)
{
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(10);

    public async Task RunAsync(ProcessIdentity? engine, CancellationToken cancellation)
    {
        var cgroups = CgroupHierarchy.Detect();
        // 1. The containers' processes.
        foreach (var root in options.CgroupRoots) await cgroups.KillAsync(root, time, cancellation);
        // 2. The engine's memory of them, so that its next start begins without dead containers.
        if (engine is { IsRunning: true }) await new ContainerCommands(runner, options.Socket).ForgetContainersAsync(cancellation);
        // 3. The engine, then the shims, each of which holds a container: the engine would start some of them anew.
        if (engine is not null) await engine.EndAsync(StopGrace, time, cancellation);
        await Task.WhenAll(FindShims().Select(shim => shim.EndAsync(TimeSpan.Zero, time, cancellation)));
        // 4. Containers that a shim had just begun.
        foreach (var root in options.CgroupRoots) await cgroups.KillAsync(root, time, cancellation);
        // 5. What nobody uses any more.
        DeleteShimSockets();
        Mounts.UnmountAllUnder(options.StateDirectory); // root file systems, /dev/shm, network namespaces
        Mounts.UnmountAllUnder(options.RootDirectory);
        Delete(options.StateDirectory);
        Delete(Path.Combine(options.RootDirectory, "io.containerd.grpc.v1.cri"));
        foreach (var root in options.CgroupRoots) await cgroups.RemoveAsync(root, time, cancellation);
    }

    private IReadOnlyList<ProcessIdentity> FindShims() => ProcessTable.FindByArguments(
        arguments => Path.GetFileName(arguments[0]).StartsWith("containerd-shim", StringComparison.Ordinal) && arguments.Contains(options.Socket));

    /// <summary>
    /// Whatever the engine's state directory, a shim's socket lies under /run/containerd/s, by a hash; the shim wrote its name down.
    /// </summary>
    private void DeleteShimSockets()
    {
        var bundles = Path.Combine(options.StateDirectory, "io.containerd.runtime.v2.task");
        if (!Directory.Exists(bundles)) return;
        foreach (var bundle in Directory.EnumerateDirectories(bundles).SelectMany(Directory.EnumerateDirectories))
        {
            var address = Path.Combine(bundle, "address");
            var socket = File.Exists(address) ? File.ReadAllText(address).Trim().Replace("unix://", "", StringComparison.Ordinal) : "";
            if (File.Exists(socket)) File.Delete(socket);
        }
        EmptyDirectory.Remove("/run/containerd/s");
        EmptyDirectory.Remove("/run/containerd");
    }

    /// <summary>Never into something that is still mounted there: a container's files may be a user's.</summary>
    private static void Delete(string directory)
    {
        if (!Directory.Exists(directory)) return;
        if (MountTable.Under(directory) is [var mount, ..])
            throw new IOException($"{mount.Target} is mounted again: something outside Kybernet uses {directory}");
        Directory.Delete(directory, recursive: true);
    }
}
