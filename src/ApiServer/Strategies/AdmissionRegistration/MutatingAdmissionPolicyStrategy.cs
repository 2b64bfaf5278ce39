using Kybernet.Api.Admissionregistration.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Validation;
using Kybernet.ApiServer.Validation.AdmissionRegistration;

namespace Kybernet.ApiServer.Strategies.AdmissionRegistration;

/// <summary>MutatingAdmissionPolicies. Their expressions are not compiled yet.</summary>
internal sealed class MutatingAdmissionPolicyStrategy : ResourceStrategy<MutatingAdmissionPolicy>
{
    /// <inheritdoc/>
    public override bool HasGeneration => true;

    /// <inheritdoc/>
    public override bool KnowsItsFinalizers => false;

    /// <inheritdoc/>
    public override bool AllowUnconditionalUpdate => false;

    /// <inheritdoc/>
    protected override void Default(MutatingAdmissionPolicy policy)
    {
        policy.Spec.FailurePolicy ??= "Fail";
        MatchResourcesValidation.Default(policy.Spec.MatchConstraints);
    }

    /// <inheritdoc/>
    protected override void PrepareForCreate(MutatingAdmissionPolicy policy) => policy.Metadata.Generation = 1;

    /// <inheritdoc/>
    protected override void PrepareForUpdate(MutatingAdmissionPolicy policy, MutatingAdmissionPolicy old) =>
        policy.Metadata.Generation = old.Metadata.Generation + (policy.Spec.DeepEquals(old.Spec) ? 0 : 1);

    /// <inheritdoc/>
    protected override void Validate(MutatingAdmissionPolicy policy, FieldErrors errors) => MutatingPolicyValidation.Validate(policy, old: null, errors);

    /// <inheritdoc/>
    protected override void ValidateUpdate(MutatingAdmissionPolicy policy, MutatingAdmissionPolicy old, FieldErrors errors) =>
        MutatingPolicyValidation.Validate(policy, old, errors);
}
