using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Meta.V1;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Pipeline.Writing;

/// <summary>How deletion goes: pure decisions over an object and the options of its deletion.</summary>
internal static class DeletionRules
{
    /// <summary>Keeps an owner until its dependents have been cut loose.</summary>
    public const string OrphanFinalizer = "orphan";

    /// <summary>Keeps an owner until its dependents are gone.</summary>
    public const string ForegroundFinalizer = "foregroundDeletion";

    /// <summary>
    /// Whether an update of an object that is being deleted took away the last thing that kept it, so that it is to be deleted
    /// and not stored.
    /// </summary>
    public static bool IsFinished(KubeObject obj, KubeObject old) =>
        old.Metadata.DeletionTimestamp is not null
        && obj.Metadata.Finalizers.Count == 0
        && old.Metadata.DeletionGracePeriodSeconds is null or 0
        && obj is not Namespace { Spec.Finalizers.Count: > 0 };

    /// <summary>The finalizers of the object under the wanted policy towards dependents; null when nothing changes.</summary>
    public static List<string>? Finalizers(ObjectMeta meta, ResourceStrategy strategy, DeleteOptions options)
    {
        var policy = Propagation(meta, strategy, options);
        List<string> wanted = [.. meta.Finalizers.Where(static f => f is not (OrphanFinalizer or ForegroundFinalizer))];
        if (policy == "Orphan") wanted.Add(OrphanFinalizer);
        if (policy == "Foreground") wanted.Add(ForegroundFinalizer);
        return wanted.Count == meta.Finalizers.Count && wanted.All(meta.Finalizers.Contains) ? null : wanted;
    }

    /// <summary>How long an object that supports it may take to go; null for kinds that go at once.</summary>
    public static long? GracePeriod(KubeObject obj, ResourceStrategy strategy, long? wanted)
    {
        if (obj is not Pod pod) return null;
        if (pod.Spec.NodeName.Length == 0 || pod.Status.Phase is "Succeeded" or "Failed") return 0;
        var period = wanted ?? strategy.DefaultGracePeriodSeconds(obj);
        return period < 0 ? 1 : period;
    }

    /// <summary>Marks the object as being deleted, or shortens the time that it has left.</summary>
    /// <param name="meta">The object's metadata, to be changed.</param>
    /// <param name="grace">How long it may take, in seconds.</param>
    /// <param name="now">The time.</param>
    public static void Mark(ObjectMeta meta, long grace, DateTimeOffset now)
    {
        if (meta.DeletionTimestamp is null)
        {
            if (meta.Generation > 0) meta.Generation++;
            meta.DeletionTimestamp = now.AddSeconds(grace);
        }
        else
        {
            meta.DeletionTimestamp = meta.DeletionTimestamp.Value.AddSeconds(grace - (meta.DeletionGracePeriodSeconds ?? 0));
        }

        meta.DeletionGracePeriodSeconds = grace;
    }

    private static string Propagation(ObjectMeta meta, ResourceStrategy strategy, DeleteOptions options)
    {
        if (strategy.DefaultPropagationPolicy == "Unsupported") return "Background";
        if (options.OrphanDependents is { } orphan) return orphan ? "Orphan" : "Background";
        if (options.PropagationPolicy is { } policy) return policy;
        foreach (var finalizer in meta.Finalizers)
        {
            if (finalizer == OrphanFinalizer) return "Orphan";
            if (finalizer == ForegroundFinalizer) return "Foreground";
        }

        return strategy.DefaultPropagationPolicy;
    }
}
