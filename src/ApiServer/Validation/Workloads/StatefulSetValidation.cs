using Kybernet.Api;
using Kybernet.Api.Apps.V1;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Validation.Pods;
using Kybernet.ApiServer.Validation.Storage;

namespace Kybernet.ApiServer.Validation.Workloads;

/// <summary>StatefulSets.</summary>
internal static class StatefulSetValidation
{
    private static readonly FieldPath Spec = FieldPath.Of("spec");

    /// <summary>Judges a new spec.</summary>
    public static void Validate(StatefulSetSpec spec, FieldErrors errors)
    {
        ValidateSpec(spec, errors);
        for (var i = 0; i < spec.VolumeClaimTemplates.Count; i++)
        {
            ClaimSpecValidation.Validate(spec.VolumeClaimTemplates[i].Spec, Spec.Child("volumeClaimTemplates").Index(i).Child("spec"), errors);
        }
    }

    private static void ValidateSpec(StatefulSetSpec spec, FieldErrors errors)
    {
        if (spec.PodManagementPolicy.Length == 0) errors.Required(Spec.Child("podManagementPolicy"));
        else if (spec.PodManagementPolicy is not ("OrderedReady" or "Parallel"))
        {
            errors.Invalid(Spec.Child("podManagementPolicy"), spec.PodManagementPolicy, "must be 'OrderedReady' or 'Parallel'");
        }

        ValidateStrategy(spec.UpdateStrategy, Spec.Child("updateStrategy"), errors);
        if (spec.PersistentVolumeClaimRetentionPolicy is { } retention)
        {
            var at = Spec.Child("persistentVolumeClaimRetentionPolicy");
            errors.OneOf(at.Child("whenDeleted"), retention.WhenDeleted, "Retain", "Delete");
            errors.OneOf(at.Child("whenScaled"), retention.WhenScaled, "Retain", "Delete");
        }

        errors.NonNegative(Spec.Child("replicas"), spec.Replicas);
        errors.NonNegative(Spec.Child("minReadySeconds"), spec.MinReadySeconds);
        if (spec.Ordinals is { } ordinals) errors.NonNegative(Spec.Child("ordinals.start"), ordinals.Start);
        ValidateSelectorAndTemplate(spec, errors);
    }

    /// <summary>Judges a change: few fields of a StatefulSet may change.</summary>
    public static void ValidateUpdate(StatefulSetSpec spec, StatefulSetSpec old, FieldErrors errors)
    {
        // The claims' templates may not change, so that nobody judges them again.
        ValidateSpec(spec, errors);
        var rest = spec.Clone();
        rest.Replicas = old.Replicas;
        rest.Template = old.Template;
        rest.UpdateStrategy = old.UpdateStrategy;
        rest.MinReadySeconds = old.MinReadySeconds;
        rest.Ordinals = old.Ordinals;
        rest.RevisionHistoryLimit = old.RevisionHistoryLimit;
        rest.PersistentVolumeClaimRetentionPolicy = old.PersistentVolumeClaimRetentionPolicy;
        if (rest.DeepEquals(old)) return;
        errors.Forbidden(
            Spec,
            "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', "
            + "'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden");
    }

    private static void ValidateSelectorAndTemplate(StatefulSetSpec spec, FieldErrors errors)
    {
        var path = Spec.Child("selector");
        if (spec.Selector is null) errors.Required(path);
        else LabelSelectorValidation.Validate(spec.Selector, path, errors);
        if (WorkloadSelector.IsEmpty(spec.Selector)) errors.Invalid(path, spec.Selector, "empty selector is invalid for statefulset");

        var template = Spec.Child("template");
        if (WorkloadSelector.Compile(spec.Selector) is { } query)
        {
            WorkloadSelector.MatchesTemplate(query, spec.Template, template, errors);
            PodTemplateValidation.Validate(AsItWillBe(spec), template, errors);
        }
        else
        {
            errors.Invalid(path, spec.Selector, "");
        }

        WorkloadSelector.LivesOn(spec.Template, "StatefulSet", template, errors);
    }

    // Its pods get their host names from the set, and a volume for each claim that is made for them.
    private static PodTemplateSpec AsItWillBe(StatefulSetSpec spec)
    {
        var template = spec.Template.Clone();
        template.Spec.Hostname = "";
        template.Spec.Subdomain = "";
        if (spec.VolumeClaimTemplates.Count == 0) return template;

        var names = spec.VolumeClaimTemplates.Select(c => c.Metadata.Name).Distinct(StringComparer.Ordinal).ToList();
        template.Spec.Volumes =
        [
            .. names.Select(name => new Volume { Name = name, PersistentVolumeClaim = new() { ClaimName = name } }),
            .. template.Spec.Volumes.Where(v => !names.Contains(v.Name)),
        ];
        return template;
    }

    private static void ValidateStrategy(StatefulSetUpdateStrategy strategy, FieldPath path, FieldErrors errors)
    {
        switch (strategy.Type)
        {
            case "":
                errors.Required(path);
                break;
            case "OnDelete":
                if (strategy.RollingUpdate is { } unused)
                {
                    errors.Invalid(path.Child("rollingUpdate"), unused, "only allowed for updateStrategy 'RollingUpdate'");
                }

                break;
            case "RollingUpdate":
                if (strategy.RollingUpdate is { } rolling) ValidateRolling(rolling, path.Child("rollingUpdate"), errors);
                break;
            default:
                errors.Invalid(path, strategy, "must be 'RollingUpdate' or 'OnDelete'");
                break;
        }
    }

    private static void ValidateRolling(RollingUpdateStatefulSetStrategy rolling, FieldPath path, FieldErrors errors) =>
        errors.NonNegative(path.Child("partition"), rolling.Partition);
}
