using Kybernet.Api;
using Kybernet.Api.Batch.V1;
using Kybernet.ApiServer.Strategies.Batch;
using Kybernet.ApiServer.Validation.Pods;
using Kybernet.ApiServer.Validation.Workloads;

namespace Kybernet.ApiServer.Validation.Batch;

/// <summary>Jobs.</summary>
internal static class JobValidation
{
    private const int MaxIndexedParallelism = 100_000;
    private const int MaxManagedByLength = 63;
    private const string NeedsIndexes = "requires indexed completion mode";

    private static readonly FieldPath Spec = FieldPath.Of("spec");

    /// <summary>Judges a Job.</summary>
    public static void Validate(Job job, FieldErrors errors)
    {
        if (job.Spec.ManualSelector is not true && job.Spec.Selector is not null) ValidateGenerated(job, errors);
        ValidateSpec(job.Spec, Spec, errors);
        var selector = Spec.Child("selector");
        if (job.Spec.Selector is null) errors.Required(selector);
        else LabelSelectorValidation.Validate(job.Spec.Selector, selector, errors);
        if (WorkloadSelector.Compile(job.Spec.Selector) is { IsEverything: false } query) WorkloadSelector.MatchesTemplate(query, job.Spec.Template, Spec.Child("template"), errors);

        if (job.Spec is not { CompletionMode: "Indexed", Completions: > 0 and var completions }) return;
        var host = $"{job.Metadata.Name}-{completions - 1}";
        if (!Names.IsDns1123Label(host))
        {
            errors.Invalid(FieldPath.Of("metadata").Child("name"), job.Metadata.Name, $"will not able to create pod with invalid DNS label: {host}");
        }
    }

    /// <summary>Judges what a Job and the template of a CronJob have in common.</summary>
    public static void ValidateSpec(JobSpec spec, FieldPath path, FieldErrors errors)
    {
        errors.NonNegative(path.Child("parallelism"), spec.Parallelism);
        errors.NonNegative(path.Child("completions"), spec.Completions);
        errors.NonNegative(path.Child("activeDeadlineSeconds"), spec.ActiveDeadlineSeconds);
        errors.NonNegative(path.Child("backoffLimit"), spec.BackoffLimit);
        errors.NonNegative(path.Child("ttlSecondsAfterFinished"), spec.TtlSecondsAfterFinished);
        errors.NonNegative(path.Child("backoffLimitPerIndex"), spec.BackoffLimitPerIndex);
        errors.NonNegative(path.Child("maxFailedIndexes"), spec.MaxFailedIndexes);
        if (spec is { MaxFailedIndexes: not null, BackoffLimitPerIndex: null })
        {
            errors.Required(path.Child("backoffLimitPerIndex"), "when maxFailedIndexes is specified");
        }

        if (spec.ManagedBy is { } manager)
        {
            DomainPaths.Validate(manager, path.Child("managedBy"), errors);
            if (manager.Length > MaxManagedByLength) errors.TooLong(path.Child("managedBy"), MaxManagedByLength);
        }

        ValidateCompletionMode(spec, path, errors);
        if (spec.PodFailurePolicy is { } failure) PodFailurePolicyValidation.Validate(spec, failure, path.Child("podFailurePolicy"), errors);
        if (spec.SuccessPolicy is { } success && spec.CompletionMode == "Indexed") SuccessPolicyValidation.Validate(spec, success, path.Child("successPolicy"), errors);
        ValidateReplacement(spec, path.Child("podReplacementPolicy"), errors);
        PodTemplateValidation.Validate(spec.Template, path.Child("template"), errors);

        var restart = path.Child("template").Child("spec").Child("restartPolicy");
        if (spec.Template.Spec.RestartPolicy == "Always") errors.Required(restart, "valid values: \"OnFailure\", \"Never\"");
        else errors.OneOf(restart, spec.Template.Spec.RestartPolicy, "OnFailure", "Never");
    }

    private static void ValidateCompletionMode(JobSpec spec, FieldPath path, FieldErrors errors)
    {
        if (spec.CompletionMode is { } mode) errors.OneOf(path.Child("completionMode"), mode, "NonIndexed", "Indexed");
        if (spec.CompletionMode == "Indexed")
        {
            if (spec.Completions is null) errors.Required(path.Child("completions"), "when completion mode is Indexed");
            if (spec.Parallelism > MaxIndexedParallelism)
            {
                errors.Invalid(path.Child("parallelism"), spec.Parallelism, $"must be less than or equal to {MaxIndexedParallelism} when completion mode is Indexed");
            }

            if (spec.MaxFailedIndexes is { } most && spec.Completions is { } all && most > all)
            {
                errors.Invalid(path.Child("maxFailedIndexes"), most, "must be less than or equal to completions");
            }

            return;
        }

        if (spec.CompletionMode is null or "NonIndexed")
        {
            if (spec.BackoffLimitPerIndex is { } perIndex) errors.Invalid(path.Child("backoffLimitPerIndex"), perIndex, NeedsIndexes);
            if (spec.MaxFailedIndexes is { } failed) errors.Invalid(path.Child("maxFailedIndexes"), failed, NeedsIndexes);
        }

        if (spec.SuccessPolicy is { } success) errors.Invalid(path.Child("successPolicy"), success, NeedsIndexes);
    }

    private static void ValidateReplacement(JobSpec spec, FieldPath path, FieldErrors errors)
    {
        if (spec.PodReplacementPolicy is not { } policy) return;
        if (spec.PodFailurePolicy is null) errors.OneOf(path, policy, "Failed", "TerminatingOrFailed");
        else errors.OneOf(path, policy, "Failed");
    }

    // Labels that the author wrote may stand in the way of those that are made up.
    private static void ValidateGenerated(Job job, FieldErrors errors)
    {
        if (job.Metadata.Uid.Length == 0) errors.Required(FieldPath.Of("metadata").Child("uid"));
        var labels = job.Spec.Template.Metadata.Labels;
        var path = Spec.Child("template").Child("metadata").Child("labels");
        KubeMap<string> expected = [];
        foreach (var (label, value) in JobSelector.Labels(job))
        {
            expected[label] = value;
            if (!labels.TryGetValue(label, out var actual)) errors.Required(path.Key(label), $"must be '{value}'");
            else if (actual != value) errors.Invalid(path.Key(label), labels, $"must be '{value}'");
        }

        if (WorkloadSelector.Compile(job.Spec.Selector) is { } query && !query.Matches(expected))
        {
            errors.Invalid(Spec.Child("selector"), job.Spec.Selector, "`selector` not auto-generated");
        }
    }
}
