using Kybernet.Api;
using Kybernet.Api.Apps.V1;
using Kybernet.Api.Autoscaling.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Json;
using Kybernet.Api.Meta.V1;
using Kybernet.Api.Selectors;

namespace Kybernet.ApiServer.Pipeline.Verbs;

/// <summary>Between the kinds that can be scaled and Scale.</summary>
internal static class ScaleConversion
{
    /// <summary>The Scale of an object.</summary>
    public static Scale ToScale(KubeObject obj)
    {
        var (wanted, actual, selector) = obj switch
        {
            Deployment d => (d.Spec.Replicas, d.Status.Replicas, Text(d.Spec.Selector)),
            ReplicaSet r => (r.Spec.Replicas, r.Status.Replicas, Text(r.Spec.Selector)),
            StatefulSet s => (s.Spec.Replicas, s.Status.Replicas, Text(s.Spec.Selector)),
            ReplicationController c => (c.Spec.Replicas, c.Status.Replicas, LabelQuery.FromLabels(c.Spec.Selector).ToString()),
            _ => throw new ArgumentException($"{obj.Kind} cannot be scaled", nameof(obj)),
        };
        var meta = obj.Metadata;
        return new Scale
        {
            Metadata = new ObjectMeta
            {
                Name = meta.Name,
                Namespace = meta.Namespace,
                Uid = meta.Uid,
                ResourceVersion = meta.ResourceVersion,
                CreationTimestamp = meta.CreationTimestamp,
            },
            Spec = new ScaleSpec { Replicas = wanted ?? 0 },
            Status = new ScaleStatus { Replicas = actual, Selector = selector },
        };
    }

    /// <summary>Sets how many replicas an object should have.</summary>
    public static void SetReplicas(KubeObject obj, int replicas)
    {
        switch (obj)
        {
            case Deployment d: d.Spec.Replicas = replicas; break;
            case ReplicaSet r: r.Spec.Replicas = replicas; break;
            case StatefulSet s: s.Spec.Replicas = replicas; break;
            case ReplicationController c: c.Spec.Replicas = replicas; break;
            default: throw new ArgumentException($"{obj.Kind} cannot be scaled", nameof(obj));
        }
    }

    /// <summary>What an applied Scale wants of the object that is scaled.</summary>
    /// <param name="scale">The configuration of the Scale.</param>
    /// <param name="kind">The kind that is scaled.</param>
    public static JsonObject ToConfiguration(JsonObject scale, GroupVersionKind kind)
    {
        JsonObject config = new();
        config["apiVersion"] = kind.ApiVersion;
        config["kind"] = kind.Kind;
        config["metadata"] = scale["metadata"];
        if (scale["spec"].ObjectOrNull is { } spec) config["spec"] = spec;
        return config;
    }

    private static string Text(LabelSelector? selector) => selector is null ? "" : LabelQuery.From(
        selector.MatchLabels, selector.MatchExpressions.Select(e => (e.Key, e.Operator, (IEnumerable<string>)e.Values))).ToString();
}
