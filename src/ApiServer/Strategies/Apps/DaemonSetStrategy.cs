using System.Globalization;
using Kybernet.Api.Apps.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Strategies.Pods;
using Kybernet.ApiServer.Validation;
using Kybernet.ApiServer.Validation.Workloads;

namespace Kybernet.ApiServer.Strategies.Apps;

/// <summary>DaemonSets. Their template's generation is counted in an annotation, for readers of old.</summary>
internal sealed class DaemonSetStrategy : ResourceStrategy<DaemonSet>
{
    private const string TemplateGeneration = "deprecated.daemonset.template.generation";

    private static readonly FieldPath Template = FieldPath.Of("spec").Child("template").Child("spec");

    /// <inheritdoc/>
    public override bool HasGeneration => true;

    /// <inheritdoc/>
    protected override void Default(DaemonSet set)
    {
        var spec = set.Spec;
        if (spec.UpdateStrategy.Type.Length == 0) spec.UpdateStrategy.Type = "RollingUpdate";
        if (spec.UpdateStrategy.Type == "RollingUpdate")
        {
            var rolling = spec.UpdateStrategy.RollingUpdate ??= new();
            rolling.MaxUnavailable ??= 1;
            rolling.MaxSurge ??= 0;
        }

        spec.RevisionHistoryLimit ??= 10;
        PodSpecDefaults.Apply(spec.Template);
        // Upstream keeps the count in a field of its own; in apps/v1 it always shows as this annotation.
        Count(set, Counted(set));
    }

    /// <inheritdoc/>
    protected override void PrepareForCreate(DaemonSet set)
    {
        set.Status = new();
        set.Metadata.Generation = 1;
        DisabledPodFields.Drop(set.Spec.Template.Spec);
        Count(set, Math.Max(1, Counted(set)));
    }

    /// <inheritdoc/>
    protected override void PrepareForUpdate(DaemonSet set, DaemonSet old)
    {
        set.Status = old.Status;
        DisabledPodFields.Drop(set.Spec.Template.Spec);
        Count(set, Counted(old) + (set.Spec.Template.DeepEquals(old.Spec.Template) ? 0 : 1));
        set.Metadata.Generation = old.Metadata.Generation + (set.Spec.DeepEquals(old.Spec) ? 0 : 1);
    }

    /// <inheritdoc/>
    protected override void PrepareForStatusUpdate(DaemonSet set, DaemonSet old) => set.Spec = old.Spec;

    /// <inheritdoc/>
    protected override void Validate(DaemonSet set, FieldErrors errors) => DaemonSetValidation.Validate(set.Spec, errors);

    /// <inheritdoc/>
    protected override void ValidateUpdate(DaemonSet set, DaemonSet old, FieldErrors errors)
    {
        DaemonSetValidation.Validate(set.Spec, errors);
        errors.Immutable(FieldPath.Of("spec").Child("selector"), set.Spec.Selector, old.Spec.Selector);
    }

    /// <inheritdoc/>
    protected override void ValidateStatusUpdate(DaemonSet set, DaemonSet old, FieldErrors errors)
    {
        var path = FieldPath.Of("status");
        var status = set.Status;
        errors.NonNegative(path.Child("currentNumberScheduled"), status.CurrentNumberScheduled);
        errors.NonNegative(path.Child("numberMisscheduled"), status.NumberMisscheduled);
        errors.NonNegative(path.Child("desiredNumberScheduled"), status.DesiredNumberScheduled);
        errors.NonNegative(path.Child("numberReady"), status.NumberReady);
        errors.NonNegative(path.Child("observedGeneration"), status.ObservedGeneration);
        errors.NonNegative(path.Child("updatedNumberScheduled"), status.UpdatedNumberScheduled);
        errors.NonNegative(path.Child("numberAvailable"), status.NumberAvailable);
        errors.NonNegative(path.Child("numberUnavailable"), status.NumberUnavailable);
        errors.NonNegative(path.Child("collisionCount"), status.CollisionCount);
        if (status.CollisionCount < old.Status.CollisionCount) errors.Invalid(path.Child("collisionCount"), status.CollisionCount, "cannot be decremented");
    }

    /// <inheritdoc/>
    protected override IEnumerable<string> Warnings(DaemonSet set, DaemonSet? old)
    {
        var template = set.Spec.Template;
        return old is not null && template.DeepEquals(old.Spec.Template) ? [] : PodWarnings.Of(template.Spec, template.Metadata, Template, old is null);
    }

    private static long Counted(DaemonSet set) =>
        long.TryParse(set.Metadata.Annotations.GetValueOrDefault(TemplateGeneration), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count) ? count : 0;

    private static void Count(DaemonSet set, long generation) =>
        set.Metadata.Annotations[TemplateGeneration] = generation.ToString(CultureInfo.InvariantCulture);
}
