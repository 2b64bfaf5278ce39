namespace Kybernet.Api.Selectors;

/// <summary>What upstream's NewRequirement finds wrong.</summary>
internal static class LabelRequirementRules
{
    public static List<string> Check(string key, LabelOperator @operator, ReadOnlySpan<string> values)
    {
        List<string> errors = [];
        if (CheckKey(key, "key") is { } wrongKey) errors.Add(wrongKey);
        if (CheckCount(@operator, values.Length) is { } wrongCount) errors.Add($"values: Invalid value: {Json(values)}: {wrongCount}");
        for (var i = 0; i < values.Length; i++)
        {
            if (@operator is LabelOperator.GreaterThan or LabelOperator.LessThan && !LabelRequirement.TryReadNumber(values[i], out _))
                errors.Add($"values[{i}]: Invalid value: {GoQuote.Quote(values[i])}: for 'Gt', 'Lt' operators, the value must be an integer");
        }

        for (var i = 0; i < values.Length; i++)
        {
            if (Names.CheckLabelValue(values[i]) is { Count: > 0 } wrong)
                errors.Add($"values[{i}][{key}]: Invalid value: {GoQuote.Quote(values[i])}: {string.Join("; ", wrong)}");
        }

        return errors;
    }

    /// <summary>Upstream's message for a bad key, or null; <paramref name="path"/> is "&lt;nil&gt;" where it has none.</summary>
    public static string? CheckKey(string key, string path) =>
        Names.CheckQualifiedName(key) is { Count: > 0 } wrong ? $"{path}: Invalid value: {GoQuote.Quote(key)}: {string.Join("; ", wrong)}" : null;

    private static string? CheckCount(LabelOperator @operator, int count) => @operator switch
    {
        LabelOperator.In or LabelOperator.NotIn => count == 0 ? "for 'in', 'notin' operators, values set can't be empty" : null,
        LabelOperator.Exists or LabelOperator.DoesNotExist => count != 0 ? "values set must be empty for exists and does not exist" : null,
        LabelOperator.GreaterThan or LabelOperator.LessThan => count != 1 ? "for 'Gt', 'Lt' operators, exactly one value is required" : null,
        _ => count != 1 ? "exact-match compatibility requires one single value" : null,
    };

    private static string Json(ReadOnlySpan<string> values) => $"[{string.Join(',', values.ToArray().Select(GoQuote.Quote))}]";
}
