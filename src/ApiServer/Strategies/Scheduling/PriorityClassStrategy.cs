using Kybernet.Api.Scheduling.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Validation;
using Kybernet.ApiServer.Validation.Pods;

namespace Kybernet.ApiServer.Strategies.Scheduling;

/// <summary>PriorityClasses.</summary>
internal sealed class PriorityClassStrategy : ResourceStrategy<PriorityClass>
{
    private const int HighestUserDefinable = 1_000_000_000;
    private const string SystemPrefix = "system-";

    /// <inheritdoc/>
    public override bool HasGeneration => true;

    /// <inheritdoc/>
    protected override void Default(PriorityClass priority) => priority.PreemptionPolicy ??= "PreemptLowerPriority";

    /// <inheritdoc/>
    protected override void PrepareForCreate(PriorityClass priority) => priority.Metadata.Generation = 1;

    /// <inheritdoc/>
    protected override void Validate(PriorityClass priority, FieldErrors errors)
    {
        if (priority.Metadata.Name.StartsWith(SystemPrefix, StringComparison.Ordinal))
        {
            if (SystemError(priority) is { } wrong)
            {
                errors.Forbidden(
                    FieldPath.Of("metadata").Child("name"),
                    $"priority class names with '{SystemPrefix}' prefix are reserved for system use only. error: {wrong}");
            }
        }
        else if (priority.Value > HighestUserDefinable)
        {
            errors.Forbidden(FieldPath.Of("value"), $"maximum allowed value of a user defined priority is {HighestUserDefinable}");
        }

        if (priority.PreemptionPolicy is { } policy) PodSpecValidation.PreemptionPolicy(policy, FieldPath.Of("preemptionPolicy"), errors);
    }

    /// <inheritdoc/>
    protected override void ValidateUpdate(PriorityClass priority, PriorityClass old, FieldErrors errors)
    {
        if (priority.Value != old.Value) errors.Forbidden(FieldPath.Of("value"), "may not be changed in an update.");
        errors.Immutable(FieldPath.Of("preemptionPolicy"), priority.PreemptionPolicy, old.PreemptionPolicy);
    }

    private static string? SystemError(PriorityClass priority)
    {
        var (value, known) = priority.Metadata.Name switch
        {
            "system-node-critical" => (2_000_001_000, true),
            "system-cluster-critical" => (2_000_000_000, true),
            _ => (0, false),
        };
        if (!known) return $"{priority.Metadata.Name} is not a known system priority class";
        if (priority.Value != value) return $"value of {priority.Metadata.Name} PriorityClass must be {value}";
        return priority.GlobalDefault ? $"globalDefault of {priority.Metadata.Name} PriorityClass must be false" : null;
    }
}
