using Kybernet.Api.Batch.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Strategies.Pods;
using Kybernet.ApiServer.Validation;
using Kybernet.ApiServer.Validation.Batch;

namespace Kybernet.ApiServer.Strategies.Batch;

/// <summary>Jobs.</summary>
internal sealed class JobStrategy : ResourceStrategy<Job>
{
    private static readonly FieldPath Template = FieldPath.Of("spec").Child("template").Child("spec");

    /// <inheritdoc/>
    public override bool HasGeneration => true;

    /// <inheritdoc/>
    public override string DefaultPropagationPolicy => "Background";

    /// <inheritdoc/>
    public override IReadOnlyList<string> SelectableFields { get; } = ["status.successful"];

    /// <inheritdoc/>
    protected override void Default(Job job) => JobDefaults.Apply(job);

    /// <inheritdoc/>
    protected override void PrepareForCreate(Job job)
    {
        if (job.Spec.ManualSelector is not true) JobSelector.Generate(job);
        job.Metadata.Generation = 1;
        job.Status = new();
        DisabledPodFields.Drop(job.Spec.Template.Spec);
    }

    /// <inheritdoc/>
    protected override void PrepareForUpdate(Job job, Job old)
    {
        job.Status = old.Status;
        DisabledPodFields.Drop(job.Spec.Template.Spec);
        job.Metadata.Generation = old.Metadata.Generation + (job.Spec.DeepEquals(old.Spec) ? 0 : 1);
    }

    /// <inheritdoc/>
    protected override void PrepareForStatusUpdate(Job job, Job old) => job.Spec = old.Spec;

    /// <inheritdoc/>
    protected override void Validate(Job job, FieldErrors errors) => JobValidation.Validate(job, errors);

    /// <inheritdoc/>
    protected override void ValidateUpdate(Job job, Job old, FieldErrors errors) => JobUpdateValidation.Validate(job, old, errors);

    /// <inheritdoc/>
    protected override string? SelectableField(Job job, string path) =>
        path == "status.successful" ? job.Status.Succeeded.ToString(System.Globalization.CultureInfo.InvariantCulture) : null;

    /// <inheritdoc/>
    protected override IEnumerable<string> Warnings(Job job, Job? old)
    {
        var template = job.Spec.Template;
        return old is not null && template.DeepEquals(old.Spec.Template) ? [] : PodWarnings.Of(template.Spec, template.Metadata, Template, old is null);
    }
}
