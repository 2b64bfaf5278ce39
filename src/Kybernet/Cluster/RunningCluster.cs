using Kybernet.Linux.Processes;

namespace Kybernet.Host.Cluster;

/// <summary>The process that runs a cluster, as other commands find it.</summary>
internal static class RunningCluster
{
    /// <summary>The process, or null when the cluster is not running.</summary>
    public static ProcessIdentity? Find(ClusterPaths paths) =>
        ProcessIdentity.Load(paths.ProcessFile) is { IsRunning: true } process ? process : null;

    /// <summary>Notes that this process runs the cluster.</summary>
    /// <exception cref="CommandFailure">Another one does.</exception>
    public static void Claim(ClusterPaths paths)
    {
        if (Find(paths) is { } other)
        {
            throw new CommandFailure(
                $"the cluster in {paths.Data} is running already (process {other.Pid}): stop it with `kybernet down`, or use another --data-dir");
        }

        ProcessIdentity.Of(Environment.ProcessId)!.Save(paths.ProcessFile);
        File.Delete(paths.ReadyFile);
    }

    /// <summary>Notes that nobody runs it any more.</summary>
    public static void Release(ClusterPaths paths)
    {
        File.Delete(paths.ReadyFile);
        File.Delete(paths.ProcessFile);
    }
}
