using Kybernet.Api.Admissionregistration.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Validation;
using Kybernet.ApiServer.Validation.AdmissionRegistration;

namespace Kybernet.ApiServer.Strategies.AdmissionRegistration;

/// <summary>ValidatingAdmissionPolicyBindings.</summary>
internal sealed class ValidatingAdmissionPolicyBindingStrategy : ResourceStrategy<ValidatingAdmissionPolicyBinding>
{
    /// <inheritdoc/>
    public override bool HasGeneration => true;

    /// <inheritdoc/>
    public override bool KnowsItsFinalizers => false;

    /// <inheritdoc/>
    public override bool AllowUnconditionalUpdate => false;

    /// <inheritdoc/>
    protected override void Default(ValidatingAdmissionPolicyBinding binding) => MatchResourcesValidation.Default(binding.Spec.MatchResources);

    /// <inheritdoc/>
    protected override void PrepareForCreate(ValidatingAdmissionPolicyBinding binding) => binding.Metadata.Generation = 1;

    /// <inheritdoc/>
    protected override void PrepareForUpdate(ValidatingAdmissionPolicyBinding binding, ValidatingAdmissionPolicyBinding old) =>
        binding.Metadata.Generation = old.Metadata.Generation + (binding.Spec.DeepEquals(old.Spec) ? 0 : 1);

    /// <inheritdoc/>
    protected override void Validate(ValidatingAdmissionPolicyBinding binding, FieldErrors errors)
    {
        var spec = binding.Spec;
        BindingValidation.Validate(spec.PolicyName, spec.ParamRef, spec.MatchResources, errors);
        BindingValidation.ValidateActions(spec.ValidationActions, errors);
    }

    /// <inheritdoc/>
    protected override void ValidateUpdate(ValidatingAdmissionPolicyBinding binding, ValidatingAdmissionPolicyBinding old, FieldErrors errors) => Validate(binding, errors);
}
