using System.Globalization;

namespace Kybernet.Api.Selectors;

/// <summary>One condition of a <see cref="LabelQuery"/> (upstream's labels.Requirement).</summary>
public sealed class LabelRequirement
{
    private readonly string[] _values;
    private readonly long _number;

    private LabelRequirement(string key, LabelOperator @operator, string[] values)
    {
        Key = key;
        Operator = @operator;
        _values = values;
        if (@operator is LabelOperator.GreaterThan or LabelOperator.LessThan) _number = long.Parse(values[0], CultureInfo.InvariantCulture);
    }

    /// <summary>The label's key.</summary>
    public string Key { get; }

    /// <summary>The comparison.</summary>
    public LabelOperator Operator { get; }

    /// <summary>What is compared with; sorted, without repetitions.</summary>
    public ReadOnlySpan<string> Values => _values;

    /// <summary>A checked requirement.</summary>
    /// <exception cref="FormatException">Key, values or their number are wrong; the message is upstream's.</exception>
    public static LabelRequirement Create(string key, LabelOperator @operator, params ReadOnlySpan<string> values)
    {
        string[] sorted = [.. new SortedSet<string>(values.ToArray(), StringComparer.Ordinal)];
        var errors = LabelRequirementRules.Check(key, @operator, sorted);
        return errors.Count switch
        {
            0 => new(key, @operator, sorted),
            1 => throw new FormatException(errors[0]),
            _ => throw new FormatException($"[{string.Join(", ", errors.Distinct())}]"),
        };
    }

    /// <summary>Whether a label of <paramref name="value"/>, null for none, meets this.</summary>
    public bool Matches(string? value) => Operator switch
    {
        LabelOperator.Equal or LabelOperator.DoubleEqual => value == _values[0],
        LabelOperator.NotEqual => value != _values[0],
        LabelOperator.In => value is not null && Contains(value),
        LabelOperator.NotIn => value is null || !Contains(value),
        LabelOperator.Exists => value is not null,
        LabelOperator.DoesNotExist => value is null,
        LabelOperator.GreaterThan => TryReadNumber(value, out var number) && number > _number,
        _ => TryReadNumber(value, out var number) && number < _number,
    };

    /// <summary>The canonical spelling.</summary>
    public override string ToString() => Operator switch
    {
        LabelOperator.Exists => Key,
        LabelOperator.DoesNotExist => $"!{Key}",
        LabelOperator.Equal => $"{Key}={_values[0]}",
        LabelOperator.DoubleEqual => $"{Key}=={_values[0]}",
        LabelOperator.NotEqual => $"{Key}!={_values[0]}",
        LabelOperator.GreaterThan => $"{Key}>{_values[0]}",
        LabelOperator.LessThan => $"{Key}<{_values[0]}",
        LabelOperator.In => $"{Key} in ({string.Join(',', _values)})",
        _ => $"{Key} notin ({string.Join(',', _values)})",
    };

    private bool Contains(string value) => _values.Length <= 8
        ? _values.AsSpan().Contains(value)
        : Array.BinarySearch(_values, value, StringComparer.Ordinal) >= 0;

    internal static bool TryReadNumber(string? text, out long number) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
}
