using Kybernet.Api.Flowcontrol.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Validation;
using Kybernet.ApiServer.Validation.FlowControl;

namespace Kybernet.ApiServer.Strategies.FlowControl;

/// <summary>PriorityLevelConfigurations.</summary>
internal sealed class PriorityLevelConfigurationStrategy : ResourceStrategy<PriorityLevelConfiguration>
{
    private const int DefaultShares = 30;
    private const int DefaultQueues = 64;
    private const int DefaultHandSize = 8;
    private const int DefaultQueueLength = 50;

    /// <inheritdoc/>
    public override bool HasGeneration => true;

    /// <inheritdoc/>
    protected override void Default(PriorityLevelConfiguration level)
    {
        if (level.Spec.Exempt is { } exempt)
        {
            exempt.NominalConcurrencyShares ??= 0;
            exempt.LendablePercent ??= 0;
        }

        if (level.Spec.Limited is not { } limited) return;
        limited.NominalConcurrencyShares ??= DefaultShares;
        limited.LendablePercent ??= 0;
        if (limited.LimitResponse.Queuing is not { } queuing) return;
        if (queuing.HandSize == 0) queuing.HandSize = DefaultHandSize;
        if (queuing.Queues == 0) queuing.Queues = DefaultQueues;
        if (queuing.QueueLengthLimit == 0) queuing.QueueLengthLimit = DefaultQueueLength;
    }

    /// <inheritdoc/>
    protected override void PrepareForCreate(PriorityLevelConfiguration level)
    {
        level.Status = new();
        level.Metadata.Generation = 1;
    }

    /// <inheritdoc/>
    protected override void PrepareForUpdate(PriorityLevelConfiguration level, PriorityLevelConfiguration old)
    {
        level.Status = old.Status;
        level.Metadata.Generation = old.Metadata.Generation + (level.Spec.DeepEquals(old.Spec) ? 0 : 1);
    }

    /// <inheritdoc/>
    protected override void PrepareForStatusUpdate(PriorityLevelConfiguration level, PriorityLevelConfiguration old)
    {
        level.Spec = old.Spec;
        level.Metadata.Labels = old.Metadata.Labels;
        level.Metadata.Annotations = old.Metadata.Annotations;
        level.Metadata.Finalizers = old.Metadata.Finalizers;
        level.Metadata.OwnerReferences = old.Metadata.OwnerReferences;
    }

    /// <inheritdoc/>
    protected override void Validate(PriorityLevelConfiguration level, FieldErrors errors) => PriorityLevelValidation.Validate(level, errors);

    /// <inheritdoc/>
    protected override void ValidateUpdate(PriorityLevelConfiguration level, PriorityLevelConfiguration old, FieldErrors errors) =>
        PriorityLevelValidation.Validate(level, errors);

    /// <inheritdoc/>
    protected override void ValidateStatusUpdate(PriorityLevelConfiguration level, PriorityLevelConfiguration old, FieldErrors errors) =>
        PriorityLevelValidation.ValidateStatus(level.Status, errors);
}
