using Kybernet.Api.Flowcontrol.V1;

namespace Kybernet.ApiServer.Validation.FlowControl;

/// <summary>PriorityLevelConfigurations (upstream's ValidatePriorityLevelConfiguration), their metadata aside.</summary>
internal static class PriorityLevelValidation
{
    private const int MostQueues = 10_000_000;
    // Upstream deals a flow its hand of queues by a hash of so many bits.
    private const int HashBits = 60;
    private const string NotNegative = "must be a non-negative integer";
    private const string Percent = "must be between 0 and 100, inclusive";

    private static readonly FieldPath Spec = FieldPath.Of("spec");

    /// <summary>Judges a level.</summary>
    public static void Validate(PriorityLevelConfiguration level, FieldErrors errors)
    {
        ValidateSpec(level.Spec, level.Metadata.Name, errors);
        CheckMandatory(level, errors);
        ValidateStatus(level.Status, errors);
    }

    /// <summary>Judges a status.</summary>
    public static void ValidateStatus(PriorityLevelConfigurationStatus status, FieldErrors errors) =>
        FlowSchemaValidation.ConditionTypes([.. status.Conditions.Select(static c => c.Type)], errors);

    private static void ValidateSpec(PriorityLevelConfigurationSpec spec, string name, FieldErrors errors)
    {
        var type = Spec.Child("type");
        if ((name == MandatoryObjects.Exempt) != (spec.Type == "Exempt")) errors.Invalid(type, spec.Type, "type must be 'Exempt' if and only if name is 'exempt'");
        switch (spec.Type)
        {
            case "Exempt":
                if (spec.Limited is not null) errors.Forbidden(Spec.Child("limited"), "must be nil if the type is not Limited");
                if (spec.Exempt is { } exempt) Validate(exempt, Spec.Child("exempt"), errors);
                break;
            case "Limited":
                if (spec.Exempt is not null) errors.Forbidden(Spec.Child("exempt"), "must be nil if the type is Limited");
                if (spec.Limited is { } limited) Validate(limited, Spec.Child("limited"), errors);
                else errors.Required(Spec.Child("limited"), "must not be empty when type is Limited");
                break;
            default:
                errors.NotSupported(type, spec.Type, "Exempt", "Limited");
                break;
        }
    }

    private static void CheckMandatory(PriorityLevelConfiguration level, FieldErrors errors)
    {
        var name = level.Metadata.Name;
        if (MandatoryObjects.Level(name) is not { } mandatory) return;
        if (name != MandatoryObjects.Exempt)
        {
            if (!level.Spec.DeepEquals(mandatory)) errors.Invalid(Spec, level.Spec, $"spec of '{name}' must equal the fixed value");
            return;
        }

        var rest = (PriorityLevelConfigurationSpec)level.Spec.Clone();
        rest.Exempt = mandatory.Exempt;
        if (!rest.DeepEquals(mandatory)) errors.Invalid(Spec, level.Spec, $"spec of '{name}' except the 'spec.exempt' field must equal the fixed value");
    }

    private static void Validate(ExemptPriorityLevelConfiguration exempt, FieldPath path, FieldErrors errors)
    {
        if (exempt.NominalConcurrencyShares < 0) errors.Invalid(path.Child("nominalConcurrencyShares"), exempt.NominalConcurrencyShares, NotNegative);
        if (exempt.LendablePercent is < 0 or > 100) errors.Invalid(path.Child("lendablePercent"), exempt.LendablePercent, Percent);
    }

    private static void Validate(LimitedPriorityLevelConfiguration limited, FieldPath path, FieldErrors errors)
    {
        if (limited.NominalConcurrencyShares < 0) errors.Invalid(path.Child("nominalConcurrencyShares"), limited.NominalConcurrencyShares, NotNegative);
        Validate(limited.LimitResponse, path.Child("limitResponse"), errors);
        if (limited.LendablePercent is < 0 or > 100) errors.Invalid(path.Child("lendablePercent"), limited.LendablePercent, Percent);
        if (limited.BorrowingLimitPercent < 0) errors.Invalid(path.Child("borrowingLimitPercent"), limited.BorrowingLimitPercent, "if specified, must be a non-negative integer");
    }

    private static void Validate(LimitResponse response, FieldPath path, FieldErrors errors)
    {
        var queuing = path.Child("queuing");
        switch (response.Type)
        {
            case "Reject":
                if (response.Queuing is not null) errors.Forbidden(queuing, "must be nil if limited.limitResponse.type is not Limited");
                break;
            case "Queue":
                if (response.Queuing is { } queues) Validate(queues, queuing, errors);
                else errors.Required(queuing, "must not be empty if limited.limitResponse.type is Limited");
                break;
            default:
                errors.NotSupported(path.Child("type"), response.Type, "Queue", "Reject");
                break;
        }
    }

    private static void Validate(QueuingConfiguration queuing, FieldPath path, FieldErrors errors)
    {
        var (queues, hand) = (queuing.Queues, queuing.HandSize);
        if (queuing.QueueLengthLimit <= 0) errors.Invalid(path.Child("queueLengthLimit"), queuing.QueueLengthLimit, "must be positive");
        if (queues <= 0) errors.Invalid(path.Child("queues"), queues, "must be positive");
        else if (queues > MostQueues) errors.Invalid(path.Child("queues"), queues, $"must not be greater than {MostQueues}");

        var at = path.Child("handSize");
        if (hand <= 0) errors.Invalid(at, hand, "must be positive");
        else if (hand > queues) errors.Invalid(at, hand, $"should not be greater than queues ({queues})");
        else if (EntropyBits(queues, hand) is var bits and > HashBits)
        {
            errors.Invalid(at, hand, $"required entropy bits of deckSize {queues} and handSize {hand} should not be greater than {HashBits}");
        }
    }

    // What dealing takes: the logarithm of queues * (queues - 1) * ... for each card of the hand.
    private static int EntropyBits(int queues, int hand)
    {
        var bits = 0.0;
        for (var i = 0; i < hand && bits <= HashBits; i++) bits += Math.Log2(queues - i);
        return (int)Math.Ceiling(bits);
    }
}
