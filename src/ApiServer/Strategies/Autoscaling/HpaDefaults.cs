using Kybernet.Api.Autoscaling.V2;

namespace Kybernet.ApiServer.Strategies.Autoscaling;

/// <summary>What an autoscaler gets that did not say.</summary>
internal static class HpaDefaults
{
    /// <summary>The share of its CPU request that a pod should use, in percent.</summary>
    public const int CpuUtilization = 80;

    /// <summary>Fills in a spec.</summary>
    public static void Apply(HorizontalPodAutoscalerSpec spec)
    {
        spec.MinReplicas ??= 1;
        if (spec.Metrics.Count == 0) spec.Metrics.Add(Cpu(CpuUtilization));
        // Who says something of the one direction gets the rest of both.
        if (spec.Behavior is not { } behavior) return;
        behavior.ScaleUp = Rules(
            behavior.ScaleUp, 0,
            new HPAScalingPolicy { Type = "Pods", Value = 4, PeriodSeconds = 15 }, new HPAScalingPolicy { Type = "Percent", Value = 100, PeriodSeconds = 15 });
        behavior.ScaleDown = Rules(behavior.ScaleDown, null, new HPAScalingPolicy { Type = "Percent", Value = 100, PeriodSeconds = 15 });
    }

    /// <summary>The metric that counts CPU use.</summary>
    public static MetricSpec Cpu(int utilization) => new()
    {
        Type = "Resource",
        Resource = new ResourceMetricSource { Name = "cpu", Target = new MetricTarget { Type = "Utilization", AverageUtilization = utilization } },
    };

    private static HPAScalingRules Rules(HPAScalingRules? rules, int? window, params HPAScalingPolicy[] policies)
    {
        rules ??= new();
        rules.SelectPolicy ??= "Max";
        rules.StabilizationWindowSeconds ??= window;
        if (rules.Policies.IsNil)
        {
            foreach (var policy in policies) rules.Policies.Add(policy);
        }

        return rules;
    }
}
