using System.Globalization;
using Kybernet.Api.Batch.V1;

namespace Kybernet.ApiServer.Validation.Batch;

/// <summary>When an indexed Job has succeeded before all of it is done.</summary>
internal static class SuccessPolicyValidation
{
    private const int MaxRules = 20;
    private const int MaxIndexesLength = 65_536;

    /// <summary>Judges a policy.</summary>
    public static void Validate(JobSpec spec, SuccessPolicy policy, FieldPath path, FieldErrors errors)
    {
        var rules = path.Child("rules");
        if (policy.Rules.Count == 0) errors.Required(rules, "at least one rules must be specified when the successPolicy is specified");
        if (policy.Rules.Count > MaxRules) errors.TooMany(rules, policy.Rules.Count, MaxRules);
        for (var i = 0; i < policy.Rules.Count; i++) Validate(spec, policy.Rules[i], rules.Index(i), errors);
    }

    private static void Validate(JobSpec spec, SuccessPolicyRule rule, FieldPath path, FieldErrors errors)
    {
        if (rule is { SucceededIndexes: null, SucceededCount: null })
        {
            errors.Required(path, "at least one of succeededCount or succeededIndexes must be specified");
            return;
        }

        var completions = spec.Completions ?? 0;
        var total = 0;
        if (rule.SucceededIndexes is { } indexes)
        {
            if (indexes.Length > MaxIndexesLength) errors.TooLong(path.Child("succeededIndexes"), MaxIndexesLength);
            if (Count(indexes, completions, out total) is { } wrong) errors.Invalid(path.Child("succeededIndexes"), indexes, $"error parsing succeededIndexes: {wrong}");
        }

        if (rule.SucceededCount is not { } count) return;
        errors.NonNegative(path.Child("succeededCount"), count);
        if (count > completions)
        {
            errors.Invalid(path.Child("succeededCount"), count, $"must be less than or equal to {completions} (the number of specified completions)");
        }

        if (rule.SucceededIndexes is not null && count > total)
        {
            errors.Invalid(path.Child("succeededCount"), count, $"must be less than or equal to {total} (the number of indexes in the specified succeededIndexes field)");
        }
    }

    // 1,3-5: ascending, below completions.
    private static string? Count(string indexes, int completions, out int total)
    {
        total = 0;
        int? last = null;
        foreach (var part in indexes.Length == 0 ? [] : indexes.Split(','))
        {
            var bounds = part.Split('-');
            if (bounds.Length > 2) return $"the fragment \"{part}\" violates the requirement that an index interval can have at most two parts separated by '-'";
            int? previous = null;
            foreach (var text in bounds)
            {
                if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index)) return $"cannot convert string to integer for index: \"{text}\"";
                if (index >= completions) return $"too large index: \"{text}\"";
                if (index < 0) return $"negative index: \"{text}\"";
                if (last >= index) return $"non-increasing order, previous: {last}, current: {index}";
                total += previous is { } from ? index - from : 1;
                last = previous = index;
            }
        }

        return null;
    }
}
