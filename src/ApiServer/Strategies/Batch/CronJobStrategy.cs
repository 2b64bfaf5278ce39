using Kybernet.Api.Batch.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Strategies.Pods;
using Kybernet.ApiServer.Validation;
using Kybernet.ApiServer.Validation.Batch;

namespace Kybernet.ApiServer.Strategies.Batch;

/// <summary>CronJobs.</summary>
internal sealed class CronJobStrategy : ResourceStrategy<CronJob>
{
    private static readonly FieldPath Template = FieldPath.Of("spec").Child("jobTemplate").Child("spec").Child("template").Child("spec");

    /// <inheritdoc/>
    public override bool HasGeneration => true;

    /// <inheritdoc/>
    protected override void Default(CronJob job)
    {
        var spec = job.Spec;
        if (spec.ConcurrencyPolicy.Length == 0) spec.ConcurrencyPolicy = "Allow";
        spec.Suspend ??= false;
        spec.SuccessfulJobsHistoryLimit ??= 3;
        spec.FailedJobsHistoryLimit ??= 1;
        JobDefaults.ApplyToRules(spec.JobTemplate.Spec);
        PodSpecDefaults.Apply(spec.JobTemplate.Spec.Template);
    }

    /// <inheritdoc/>
    protected override void PrepareForCreate(CronJob job)
    {
        job.Status = new();
        job.Metadata.Generation = 1;
        DisabledPodFields.Drop(job.Spec.JobTemplate.Spec.Template.Spec);
    }

    /// <inheritdoc/>
    protected override void PrepareForUpdate(CronJob job, CronJob old)
    {
        job.Status = old.Status;
        DisabledPodFields.Drop(job.Spec.JobTemplate.Spec.Template.Spec);
        job.Metadata.Generation = old.Metadata.Generation + (job.Spec.DeepEquals(old.Spec) ? 0 : 1);
    }

    /// <inheritdoc/>
    protected override void PrepareForStatusUpdate(CronJob job, CronJob old) => job.Spec = old.Spec;

    /// <inheritdoc/>
    protected override void Validate(CronJob job, FieldErrors errors) => CronJobValidation.Validate(job, null, errors);

    /// <inheritdoc/>
    protected override void ValidateUpdate(CronJob job, CronJob old, FieldErrors errors) => CronJobValidation.Validate(job, old, errors);

    /// <inheritdoc/>
    protected override IEnumerable<string> Warnings(CronJob job, CronJob? old)
    {
        if (job.Metadata.Name.Length > 0 && !Kybernet.Api.Names.IsDns1123Label(job.Metadata.Name))
        {
            yield return $"metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is recommended: [{string.Join(" ", Kybernet.Api.Names.CheckDns1123Label(job.Metadata.Name))}]";
        }

        var template = job.Spec.JobTemplate.Spec.Template;
        if (old is not null && template.DeepEquals(old.Spec.JobTemplate.Spec.Template)) yield break;
        foreach (var warning in PodWarnings.Of(template.Spec, template.Metadata, Template, old is null)) yield return warning;
    }
}
