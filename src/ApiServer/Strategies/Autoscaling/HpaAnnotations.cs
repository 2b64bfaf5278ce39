using System.Text;
using Kybernet.Api;
using Kybernet.Api.Autoscaling.V2;
using Kybernet.Api.Json;
using Kybernet.Api.Meta.V1;
using V1 = Kybernet.Api.Autoscaling.V1;

namespace Kybernet.ApiServer.Strategies.Autoscaling;

/// <summary>What autoscaling/v1 carries in annotations, because it has no fields for it.</summary>
internal static class HpaAnnotations
{
    private const string Metrics = "autoscaling.alpha.kubernetes.io/metrics";
    private const string CurrentMetrics = "autoscaling.alpha.kubernetes.io/current-metrics";
    private const string Conditions = "autoscaling.alpha.kubernetes.io/conditions";
    private const string Behavior = "autoscaling.alpha.kubernetes.io/behavior";

    // Once in alpha, and nowhere shown any more; still dropped.
    private const string UpdatePolicy = "autoscaling.alpha.kubernetes.io/update-policy";

    /// <summary>Takes what the annotations say over into the fields, and the annotations away. What cannot be read says nothing.</summary>
    /// <param name="scaler">An autoscaler of v2 with the annotations of one of v1.</param>
    public static void TakeFrom(HorizontalPodAutoscaler scaler)
    {
        var annotations = scaler.Metadata.Annotations;
        foreach (var metric in Read(annotations, Metrics, AsList<V1.MetricSpec>) ?? []) scaler.Spec.Metrics.Add(HpaMetrics.ToV2(metric));
        if (Read(annotations, Behavior, HpaBehaviorJson.Read) is { } behavior) scaler.Spec.Behavior = behavior;
        if (Read(annotations, CurrentMetrics, AsList<V1.MetricStatus>) is { } seen) scaler.Status.CurrentMetrics = [.. seen.Select(HpaMetrics.ToV2)];
        foreach (var condition in Read(annotations, Conditions, AsList<HorizontalPodAutoscalerCondition>) ?? []) scaler.Status.Conditions.Add(condition);
        Drop(scaler.Metadata);
    }

    /// <summary>Puts the annotations there that say what of an autoscaler v1 has no fields for; others of their names go.</summary>
    /// <param name="metadata">The metadata of the autoscaler in v1.</param>
    /// <param name="scaler">The autoscaler in v2.</param>
    public static void Put(ObjectMeta metadata, HorizontalPodAutoscaler scaler)
    {
        Drop(metadata);
        var others = scaler.Spec.Metrics.Where(static m => m is not { Type: "Resource", Resource: { Name: "cpu", Target.AverageUtilization: not null } });
        Write(metadata, Metrics, others.Select(HpaMetrics.ToV1));
        // All of them: the field for the CPU has its share in percent, and not its amount.
        Write(metadata, CurrentMetrics, scaler.Status.CurrentMetrics.Select(HpaMetrics.ToV1));
        Write(metadata, Conditions, scaler.Status.Conditions);
        if (scaler.Spec.Behavior is { } behavior) metadata.Annotations[Behavior] = HpaBehaviorJson.Write(behavior);
    }

    private static void Drop(ObjectMeta metadata)
    {
        foreach (var name in (ReadOnlySpan<string>)[Metrics, CurrentMetrics, Conditions, Behavior, UpdatePolicy]) metadata.Annotations.Remove(name);
    }

    private static void Write(ObjectMeta metadata, string name, IEnumerable<ApiType> items)
    {
        var json = string.Join(',', items.Select(static item => Encoding.UTF8.GetString(KubeCodec.Encode(item))));
        if (json.Length > 0) metadata.Annotations[name] = $"[{json}]";
    }

    private static List<T> AsList<T>(JsonValue json) where T : ApiType, new() =>
        json.IsNull ? [] : [.. json.AsArray().Select(static item => KubeCodec.Decode<T>(item.Encode()))];

    // Anybody may write an annotation: one that cannot be read says nothing, as upstream has it.
    private static T? Read<T>(KubeMap<string> annotations, string name, Func<JsonValue, T?> read) where T : class
    {
        if (!annotations.TryGetValue(name, out var text)) return null;
        try
        {
            return read(JsonValue.Parse(text));
        }
        catch (Exception e) when (e is FormatException or JsonDecodeException or InvalidOperationException)
        {
            return null;
        }
    }
}
