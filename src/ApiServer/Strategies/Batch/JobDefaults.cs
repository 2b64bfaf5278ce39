using Kybernet.Api.Batch.V1;
using Kybernet.ApiServer.Strategies.Pods;

namespace Kybernet.ApiServer.Strategies.Batch;

/// <summary>What a Job gets that did not say. The template of a CronJob gets only what every pod spec gets.</summary>
internal static class JobDefaults
{
    private const int BackoffLimit = 6;

    /// <summary>Fills in a Job.</summary>
    public static void Apply(Job job)
    {
        var spec = job.Spec;
        if (spec is { Completions: null, Parallelism: null }) spec.Completions = spec.Parallelism = 1;
        spec.Parallelism ??= 1;
        spec.BackoffLimit ??= spec.BackoffLimitPerIndex is null ? BackoffLimit : int.MaxValue;
        spec.CompletionMode ??= "NonIndexed";
        spec.Suspend ??= false;
        spec.ManualSelector ??= false;
        spec.PodReplacementPolicy ??= spec.PodFailurePolicy is null ? "TerminatingOrFailed" : "Failed";
        ApplyToRules(spec);
        PodSpecDefaults.Apply(spec.Template);

        // The same map, so that the labels that the template is given later are the job's too.
        if (!spec.Template.Metadata.Labels.IsNil && job.Metadata.Labels.Count == 0) job.Metadata.Labels = spec.Template.Metadata.Labels;
    }

    /// <summary>Fills in a failure policy.</summary>
    public static void ApplyToRules(JobSpec spec)
    {
        foreach (var rule in spec.PodFailurePolicy?.Rules ?? [])
        {
            foreach (var condition in rule.OnPodConditions)
            {
                if (condition.Status.Length == 0) condition.Status = "True";
            }
        }
    }
}
