using Kybernet.Api.Admissionregistration.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Validation;
using Kybernet.ApiServer.Validation.AdmissionRegistration;

namespace Kybernet.ApiServer.Strategies.AdmissionRegistration;

/// <summary>ValidatingAdmissionPolicies. Their expressions are not compiled, and their types not checked, yet.</summary>
internal sealed class ValidatingAdmissionPolicyStrategy : ResourceStrategy<ValidatingAdmissionPolicy>
{
    /// <inheritdoc/>
    public override bool HasGeneration => true;

    /// <inheritdoc/>
    public override bool KnowsItsFinalizers => false;

    /// <inheritdoc/>
    public override bool AllowUnconditionalUpdate => false;

    /// <inheritdoc/>
    protected override void Default(ValidatingAdmissionPolicy policy)
    {
        policy.Spec.FailurePolicy ??= "Fail";
        MatchResourcesValidation.Default(policy.Spec.MatchConstraints);
    }

    /// <inheritdoc/>
    protected override void PrepareForCreate(ValidatingAdmissionPolicy policy)
    {
        policy.Status = new();
        policy.Metadata.Generation = 1;
    }

    /// <inheritdoc/>
    protected override void PrepareForUpdate(ValidatingAdmissionPolicy policy, ValidatingAdmissionPolicy old)
    {
        policy.Status = old.Status;
        policy.Metadata.Generation = old.Metadata.Generation + (policy.Spec.DeepEquals(old.Spec) ? 0 : 1);
    }

    /// <inheritdoc/>
    protected override void PrepareForStatusUpdate(ValidatingAdmissionPolicy policy, ValidatingAdmissionPolicy old)
    {
        policy.Spec = old.Spec;
        policy.Metadata.Labels = old.Metadata.Labels;
        policy.Metadata.Annotations = old.Metadata.Annotations;
        policy.Metadata.Finalizers = old.Metadata.Finalizers;
        policy.Metadata.OwnerReferences = old.Metadata.OwnerReferences;
    }

    /// <inheritdoc/>
    protected override void Validate(ValidatingAdmissionPolicy policy, FieldErrors errors) => ValidatingPolicyValidation.Validate(policy, old: null, errors);

    /// <inheritdoc/>
    protected override void ValidateUpdate(ValidatingAdmissionPolicy policy, ValidatingAdmissionPolicy old, FieldErrors errors) =>
        ValidatingPolicyValidation.Validate(policy, old, errors);

    /// <inheritdoc/>
    protected override void ValidateStatusUpdate(ValidatingAdmissionPolicy policy, ValidatingAdmissionPolicy old, FieldErrors errors) =>
        ValidatingPolicyValidation.ValidateStatus(policy.Status, errors);
}
