using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Runtime;
using Kybernet.Kubelet.Volumes;
using Microsoft.Extensions.Logging;

namespace Kybernet.Kubelet.Host;

/// <summary>
/// Removes what pods left that came to their end while no kubelet was there: their directories, volumes, cgroups and logs. What
/// the runtime still has of such pods is ended by their workers.
/// </summary>
internal sealed partial class NodeCleanup(
    PodDirectories directories, PodCgroupKeeper cgroups, PodVolumes volumes, BlockingWork work, ILogger<NodeCleanup> logger)
{
    /// <summary>Looks once.</summary>
    /// <param name="pods">The pods that the API has for this node.</param>
    /// <param name="runtime">Tells which others are still there.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task RunAsync(IReadOnlyList<Pod> pods, IContainerRuntime runtime, CancellationToken cancellation)
    {
        var present = pods.Select(static p => p.Metadata.Uid)
            .Concat((await runtime.ListPodsAsync(cancellation)).Select(static p => p.Uid)).ToHashSet(StringComparer.Ordinal);
        var found = await work.RunAsync(() => Names(directories.Pods).Concat(cgroups.Found()).Distinct().ToList(), cancellation);
        foreach (var uid in found.Where(uid => !present.Contains(uid)))
        {
            Removing(logger, uid);
            await volumes.TearDownAsync(uid, cancellation);
            await cgroups.RemoveAsync(uid, cancellation);
            await work.RunAsync(() => Delete(directories.OfPod(uid)), cancellation);
        }

        await work.RunAsync(
            () =>
            {
                // Named NAMESPACE_NAME_UID; other kubelets' logs may lie beside ours.
                foreach (var name in Names(directories.Logs).Where(name => found.Contains(name[(name.LastIndexOf('_') + 1)..])))
                {
                    if (!present.Contains(name[(name.LastIndexOf('_') + 1)..])) Delete(Path.Combine(directories.Logs, name));
                }
            },
            cancellation);
    }

    private static IEnumerable<string> Names(string directory) =>
        Directory.Exists(directory) ? Directory.EnumerateDirectories(directory).Select(static d => Path.GetFileName(d)!) : [];

    private static void Delete(string directory)
    {
        if (Directory.Exists(directory)) Directory.Delete(directory, recursive: true);
    }

    [LoggerMessage(LogLevel.Information, "Removing what is left of pod {Uid}")]
    private static partial void Removing(ILogger logger, string uid);
}
