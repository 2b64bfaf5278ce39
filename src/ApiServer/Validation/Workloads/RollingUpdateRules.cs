using System.Globalization;
using Kybernet.Api;

namespace Kybernet.ApiServer.Validation.Workloads;

/// <summary>How many pods a rolling update may take away or add: a number or a percentage.</summary>
internal static class RollingUpdateRules
{
    /// <summary>A number that is not negative, or a percentage.</summary>
    public static void CountOrPercent(IntOrString value, FieldPath path, FieldErrors errors)
    {
        if (value.StringValue is { } text) errors.Invalid(path, text, Names.CheckPercent(text));
        else errors.NonNegative(path, value.IntValue);
    }

    /// <summary>Not more than all.</summary>
    public static void AtMostAll(IntOrString value, FieldPath path, FieldErrors errors)
    {
        if (value.StringValue is { } text && Names.IsPercent(text) && NumberOf(value) > 100) errors.Invalid(path, value, "must not exceed 100%");
    }

    /// <summary>The number, or the percentage as a number; 0 for a string that is neither.</summary>
    public static int NumberOf(IntOrString value)
    {
        if (value.StringValue is not { } text) return value.IntValue;
        var digits = Names.IsPercent(text) ? text.AsSpan(0, text.Length - 1) : text;
        return int.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }
}
