using Kybernet.Api.Coordination.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Validation;

namespace Kybernet.ApiServer.Strategies.Coordination;

/// <summary>Leases.</summary>
internal sealed class LeaseStrategy : ResourceStrategy<Lease>
{
    private static readonly FieldPath Spec = FieldPath.Of("spec");

    /// <inheritdoc/>
    public override bool AllowCreateOnUpdate => true;

    /// <inheritdoc/>
    public override bool AllowUnconditionalUpdate => false;

    /// <inheritdoc/>
    public override bool KnowsItsFinalizers => false;

    /// <inheritdoc/>
    protected override void PrepareForCreate(Lease lease) => DropDisabled(lease);

    /// <inheritdoc/>
    protected override void PrepareForUpdate(Lease lease, Lease old) => DropDisabled(lease);

    /// <inheritdoc/>
    protected override void Validate(Lease lease, FieldErrors errors)
    {
        if (lease.Spec.LeaseDurationSeconds is { } duration) errors.Positive(Spec.Child("leaseDurationSeconds"), duration);
        errors.NonNegative(Spec.Child("leaseTransitions"), lease.Spec.LeaseTransitions);
    }

    /// <inheritdoc/>
    protected override void ValidateUpdate(Lease lease, Lease old, FieldErrors errors) => Validate(lease, errors);

    // CoordinatedLeaderElection is off by default upstream.
    private static void DropDisabled(Lease lease)
    {
        lease.Spec.Strategy = null;
        lease.Spec.PreferredHolder = null;
    }
}
