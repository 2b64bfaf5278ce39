using Kybernet.Api;
using Kybernet.Api.Policy.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Validation;
using Kybernet.ApiServer.Validation.Workloads;

namespace Kybernet.ApiServer.Strategies.Policy;

/// <summary>PodDisruptionBudgets.</summary>
internal sealed class PodDisruptionBudgetStrategy : ResourceStrategy<PodDisruptionBudget>
{
    private static readonly FieldPath Spec = FieldPath.Of("spec");

    /// <inheritdoc/>
    public override bool HasGeneration => true;

    /// <inheritdoc/>
    public override bool AllowUnconditionalUpdate => false;

    /// <inheritdoc/>
    public override bool KnowsItsFinalizers => false;

    /// <inheritdoc/>
    public override IReadOnlyList<string> ValidateName(string name, bool prefix) => NameRules.PathSegment(name, prefix);

    /// <inheritdoc/>
    protected override void PrepareForCreate(PodDisruptionBudget budget)
    {
        budget.Status = new();
        budget.Metadata.Generation = 1;
    }

    /// <inheritdoc/>
    protected override void PrepareForUpdate(PodDisruptionBudget budget, PodDisruptionBudget old)
    {
        budget.Status = old.Status;
        budget.Metadata.Generation = old.Metadata.Generation + (budget.Spec.DeepEquals(old.Spec) ? 0 : 1);
    }

    /// <inheritdoc/>
    protected override void PrepareForStatusUpdate(PodDisruptionBudget budget, PodDisruptionBudget old) => budget.Spec = old.Spec;

    /// <inheritdoc/>
    protected override void Validate(PodDisruptionBudget budget, FieldErrors errors)
    {
        var spec = budget.Spec;
        if (spec is { MinAvailable: not null, MaxUnavailable: not null }) errors.Invalid(Spec, spec, "minAvailable and maxUnavailable cannot be both set");
        Count(spec.MinAvailable, Spec.Child("minAvailable"), errors);
        Count(spec.MaxUnavailable, Spec.Child("maxUnavailable"), errors);
        LabelSelectorValidation.Validate(spec.Selector, Spec.Child("selector"), errors);
        if (spec.UnhealthyPodEvictionPolicy is { } policy) errors.OneOf(Spec.Child("unhealthyPodEvictionPolicy"), policy, "AlwaysAllow", "IfHealthyBudget");
    }

    /// <inheritdoc/>
    protected override void ValidateUpdate(PodDisruptionBudget budget, PodDisruptionBudget old, FieldErrors errors) => Validate(budget, errors);

    private static void Count(IntOrString? value, FieldPath path, FieldErrors errors)
    {
        if (value is not { } count) return;
        RollingUpdateRules.CountOrPercent(count, path, errors);
        RollingUpdateRules.AtMostAll(count, path, errors);
    }
}
