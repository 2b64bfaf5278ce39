using Kybernet.Api.Core.V1;
using Kybernet.Api.Selectors;
using Kybernet.ApiServer.Validation.Pods;

namespace Kybernet.ApiServer.Validation.Workloads;

/// <summary>ReplicationControllers.</summary>
internal static class ReplicationControllerValidation
{
    private static readonly FieldPath Spec = FieldPath.Of("spec");

    /// <summary>Judges a spec.</summary>
    public static void Validate(ReplicationControllerSpec spec, FieldErrors errors)
    {
        var template = Spec.Child("template");
        errors.NonNegative(Spec.Child("minReadySeconds"), spec.MinReadySeconds);
        if (spec.Selector.Count == 0) errors.Required(Spec.Child("selector"));
        errors.NonNegative(Spec.Child("replicas"), spec.Replicas);
        if (spec.Template is null)
        {
            errors.Required(template);
            return;
        }

        if (!spec.Selector.All(l => spec.Template.Metadata.Labels.TryGetValue(l.Key, out var value) && value == l.Value))
        {
            errors.Invalid(
                template.Child("metadata").Child("labels"), spec.Template.Metadata.Labels, "`selector` does not match template `labels`");
        }

        PodTemplateValidation.Validate(spec.Template, template, errors);
        WorkloadSelector.LivesOn(spec.Template, "ReplicationController", template, errors);
    }
}
