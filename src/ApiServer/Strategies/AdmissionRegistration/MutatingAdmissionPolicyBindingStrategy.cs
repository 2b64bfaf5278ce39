using Kybernet.Api.Admissionregistration.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Validation;
using Kybernet.ApiServer.Validation.AdmissionRegistration;

namespace Kybernet.ApiServer.Strategies.AdmissionRegistration;

/// <summary>MutatingAdmissionPolicyBindings.</summary>
internal sealed class MutatingAdmissionPolicyBindingStrategy : ResourceStrategy<MutatingAdmissionPolicyBinding>
{
    /// <inheritdoc/>
    public override bool HasGeneration => true;

    /// <inheritdoc/>
    public override bool KnowsItsFinalizers => false;

    /// <inheritdoc/>
    public override bool AllowUnconditionalUpdate => false;

    /// <inheritdoc/>
    protected override void Default(MutatingAdmissionPolicyBinding binding) => MatchResourcesValidation.Default(binding.Spec.MatchResources);

    /// <inheritdoc/>
    protected override void PrepareForCreate(MutatingAdmissionPolicyBinding binding) => binding.Metadata.Generation = 1;

    /// <inheritdoc/>
    protected override void PrepareForUpdate(MutatingAdmissionPolicyBinding binding, MutatingAdmissionPolicyBinding old) =>
        binding.Metadata.Generation = old.Metadata.Generation + (binding.Spec.DeepEquals(old.Spec) ? 0 : 1);

    /// <inheritdoc/>
    protected override void Validate(MutatingAdmissionPolicyBinding binding, FieldErrors errors)
    {
        var spec = binding.Spec;
        BindingValidation.Validate(spec.PolicyName, spec.ParamRef, spec.MatchResources, errors);
        MutatingPolicyValidation.ValidateOperations(spec.MatchResources, FieldPath.Of("spec").Child("matchResources"), errors);
    }

    /// <inheritdoc/>
    protected override void ValidateUpdate(MutatingAdmissionPolicyBinding binding, MutatingAdmissionPolicyBinding old, FieldErrors errors) => Validate(binding, errors);
}
