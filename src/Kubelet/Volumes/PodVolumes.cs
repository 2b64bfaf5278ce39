using System.Collections.Concurrent;
using Kybernet.Api.Core.V1;
using Kybernet.Base;
using Kybernet.Client;
using Kybernet.Kubelet.Events;
using Kybernet.Kubelet.Host;
using Kybernet.Kubelet.Pods;
using Kybernet.Linux.Filesystems;

namespace Kybernet.Kubelet.Volumes;

/// <summary>The volumes of all pods: made before their containers, kept up to date, taken away after them.</summary>
internal sealed class PodVolumes(
    IReadOnlyList<IVolumePlugin> plugins, PodDirectories directories, BlockingWork work, IEventRecorder events,
    ExecutionEnvironment environment, TimeSpan refreshAfter)
{
    private readonly ConcurrentDictionary<string, MountedVolumes> _pods = new(StringComparer.Ordinal);

    /// <summary>Makes what is missing, and brings up to date what has not been for long.</summary>
    /// <exception cref="PodSetupException">A volume cannot be had; an event says why.</exception>
    public async Task SetUpAsync(Pod pod, CancellationToken cancellation)
    {
        var mounted = _pods.GetOrAdd(pod.Metadata.Uid, static _ => new());
        if (mounted.IsComplete && environment.Now - mounted.RefreshedAt < refreshAfter) return;

        var wasComplete = mounted.IsComplete;
        foreach (var volume in Used(pod))
        {
            var plugin = plugins.FirstOrDefault(p => p.Handles(volume));
            if (wasComplete && plugin is { Refreshes: false }) continue;
            try
            {
                if (plugin is null) throw new VolumeException("this kind of volume is not supported");
                var directory = directories.OfVolume(pod.Metadata.Uid, plugin.Name, volume.Name);
                mounted.Places[volume.Name] = await plugin.SetUpAsync(new(pod, volume), directory, cancellation);
            }
            catch (Exception e) when (e is VolumeException or IOException or UnauthorizedAccessException or KubeApiException)
            {
                events.Warning(pod, "FailedMount", $"MountVolume.SetUp failed for volume \"{volume.Name}\" : {e.Message}");
                if (!wasComplete) throw new PodSetupException($"volume {volume.Name}: {e.Message}", e);
            }
        }

        (mounted.IsComplete, mounted.RefreshedAt) = (true, environment.Now);
    }

    /// <summary>Where a volume of a pod lies; null when it has none of that name.</summary>
    public string? PlaceOf(Pod pod, string volume) =>
        _pods.TryGetValue(pod.Metadata.Uid, out var mounted) ? mounted.Places.GetValueOrDefault(volume) : null;

    /// <summary>Takes off everything that is mounted in a pod's directory, volumes in memory among it.</summary>
    public async Task TearDownAsync(string uid, CancellationToken cancellation)
    {
        _pods.TryRemove(uid, out _);
        var directory = directories.OfPod(uid);
        await work.RunAsync(() => Mounts.UnmountAllUnder(directory), cancellation);
    }

    /// <summary>Only what some container mounts is made.</summary>
    private static IEnumerable<Volume> Used(Pod pod)
    {
        var used = PodContainers.All(pod).SelectMany(static c => c.VolumeMounts).Select(static m => m.Name).ToHashSet(StringComparer.Ordinal);
        return pod.Spec.Volumes.Where(v => used.Contains(v.Name));
    }

    private sealed class MountedVolumes
    {
        public ConcurrentDictionary<string, string> Places { get; } = new(StringComparer.Ordinal);

        public bool IsComplete { get; set; }

        public DateTimeOffset RefreshedAt { get; set; }
    }
}
