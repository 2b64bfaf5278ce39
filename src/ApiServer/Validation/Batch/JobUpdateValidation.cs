using Kybernet.Api.Batch.V1;

namespace Kybernet.ApiServer.Validation.Batch;

/// <summary>What of a Job may change: how much of it runs at once, and while it is suspended and never ran, where.</summary>
internal static class JobUpdateValidation
{
    private static readonly FieldPath Spec = FieldPath.Of("spec");

    /// <summary>Judges a change.</summary>
    public static void Validate(Job job, Job old, FieldErrors errors)
    {
        // Upstream judges an update as a new Job first and its spec once more: each cause is told twice.
        JobValidation.Validate(job, errors);
        JobValidation.ValidateSpec(job.Spec, Spec, errors);
        ValidateSelector(job, errors);
        ValidateCompletions(job.Spec, old.Spec, errors);
        errors.Immutable(Spec.Child("selector"), job.Spec.Selector, old.Spec.Selector);
        ValidateTemplate(job, old, errors);
        errors.Immutable(Spec.Child("completionMode"), job.Spec.CompletionMode, old.Spec.CompletionMode);
        errors.Immutable(Spec.Child("podFailurePolicy"), job.Spec.PodFailurePolicy, old.Spec.PodFailurePolicy);
        errors.Immutable(Spec.Child("backoffLimitPerIndex"), job.Spec.BackoffLimitPerIndex, old.Spec.BackoffLimitPerIndex);
        errors.Immutable(Spec.Child("managedBy"), job.Spec.ManagedBy, old.Spec.ManagedBy);
        errors.Immutable(Spec.Child("successPolicy"), job.Spec.SuccessPolicy, old.Spec.SuccessPolicy);
    }

    private static void ValidateSelector(Job job, FieldErrors errors)
    {
        var path = Spec.Child("selector");
        if (job.Spec.Selector is null) errors.Required(path);
        else LabelSelectorValidation.Validate(job.Spec.Selector, path, errors);
        if (Workloads.WorkloadSelector.Compile(job.Spec.Selector) is { } query)
        {
            Workloads.WorkloadSelector.MatchesTemplate(query, job.Spec.Template, Spec.Child("template"), errors);
        }
    }

    private static void ValidateCompletions(JobSpec spec, JobSpec old, FieldErrors errors)
    {
        var path = Spec.Child("completions");
        if (spec.CompletionMode != "Indexed") errors.Immutable(path, spec.Completions, old.Completions);
        else if (spec.Completions is { } completions && completions != old.Completions && completions != spec.Parallelism)
        {
            errors.Invalid(path, completions, "can only be modified in tandem with spec.parallelism");
        }
    }

    private static void ValidateTemplate(Job job, Job old, FieldErrors errors)
    {
        var before = old.Spec.Template;
        if (old.Spec.Suspend is true && old.Status.StartTime is null)
        {
            before = before.Clone();
            var (from, to) = (job.Spec.Template, before);
            to.Spec.NodeSelector = from.Spec.NodeSelector;
            to.Spec.Tolerations = from.Spec.Tolerations;
            to.Spec.SchedulingGates = from.Spec.SchedulingGates;
            to.Metadata.Annotations = from.Metadata.Annotations;
            to.Metadata.Labels = from.Metadata.Labels;
            if (from.Spec.Affinity is not null) (to.Spec.Affinity ??= new()).NodeAffinity = from.Spec.Affinity.NodeAffinity;
            else if (to.Spec.Affinity is not null) to.Spec.Affinity.NodeAffinity = null;
            if (to.Spec.Affinity is { NodeAffinity: null, PodAffinity: null, PodAntiAffinity: null }) to.Spec.Affinity = from.Spec.Affinity;
        }

        errors.Immutable(Spec.Child("template"), job.Spec.Template, before);
    }
}
