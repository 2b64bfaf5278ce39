using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Strategies.Pods;
using Kybernet.ApiServer.Validation;
using Kybernet.ApiServer.Validation.Pods;

namespace Kybernet.ApiServer.Strategies.Core;

/// <summary>PodTemplates that stand by themselves.</summary>
internal sealed class PodTemplateStrategy : ResourceStrategy<PodTemplate>
{
    /// <inheritdoc/>
    public override bool HasGeneration => true;

    /// <inheritdoc/>
    protected override void Default(PodTemplate template) => PodSpecDefaults.Apply(template.Template);

    /// <inheritdoc/>
    protected override void PrepareForCreate(PodTemplate template)
    {
        template.Metadata.Generation = 1;
        DisabledPodFields.Drop(template.Template.Spec);
    }

    /// <inheritdoc/>
    protected override void PrepareForUpdate(PodTemplate template, PodTemplate old)
    {
        DisabledPodFields.Drop(template.Template.Spec);
        template.Metadata.Generation = old.Metadata.Generation + (template.Template.DeepEquals(old.Template) ? 0 : 1);
    }

    /// <inheritdoc/>
    protected override void Validate(PodTemplate template, FieldErrors errors) =>
        PodTemplateValidation.Validate(template.Template, FieldPath.Of("template"), errors);

    /// <inheritdoc/>
    protected override void ValidateUpdate(PodTemplate template, PodTemplate old, FieldErrors errors) => Validate(template, errors);
}
