using System.Buffers;

namespace Kybernet.Api;

public static partial class Names
{
    /// <summary>The longest label value, and the longest name part of a qualified name.</summary>
    public const int MaxLabelValueLength = 63;

    private const string QualifiedRegex = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
    private const string QualifiedText =
        "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";

    private static readonly SearchValues<char> QualifiedPart = SearchValues.Create(LowerLetters + UpperLetters + Digits + "-_.");

    private static readonly string QualifiedMessage = RegexMessage(QualifiedText, QualifiedRegex, "MyName", "my.name", "123-abc");

    private static readonly string LabelValueMessage = RegexMessage(
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
        "(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?", "MyValue", "my_value", "12345");

    /// <summary>Such as a label key: a name of up to 63 characters, perhaps behind a DNS subdomain and a slash.</summary>
    public static bool IsQualifiedName(ReadOnlySpan<char> value)
    {
        var slash = value.IndexOf('/');
        if (slash >= 0 && !IsDns1123Subdomain(value[..slash])) return false;
        var name = value[(slash + 1)..];
        return name.Length <= MaxLabelValueLength && IsMadeOf(name, Alphanumeric, QualifiedPart);
    }

    /// <summary>Empty, or up to 63 characters.</summary>
    public static bool IsLabelValue(ReadOnlySpan<char> value) =>
        value.IsEmpty || (value.Length <= MaxLabelValueLength && IsMadeOf(value, Alphanumeric, QualifiedPart));

    /// <summary>What keeps <paramref name="value"/> from being a qualified name.</summary>
    public static IReadOnlyList<string> CheckQualifiedName(string value)
    {
        if (IsQualifiedName(value)) return [];
        var parts = value.Split('/');
        if (parts.Length > 2) return [$"a valid label key {QualifiedMessage} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"];

        List<string> errors = [];
        var name = parts[^1];
        if (parts.Length == 2)
        {
            if (parts[0].Length == 0) errors.Add("prefix part must be non-empty");
            else errors.AddRange(CheckDns1123Subdomain(parts[0]).Select(e => "prefix part " + e));
        }

        if (name.Length == 0) errors.Add("name part must be non-empty");
        else if (IsLongerThan(name, MaxLabelValueLength)) errors.Add($"name part must be no more than {MaxLabelValueLength} bytes");
        if (!IsMadeOf(name, Alphanumeric, QualifiedPart)) errors.Add("name part " + QualifiedMessage);
        return errors;
    }

    /// <summary>What keeps <paramref name="value"/> from being a label value.</summary>
    public static IReadOnlyList<string> CheckLabelValue(string value) => IsLabelValue(value)
        ? []
        : Collect(
            IsLongerThan(value, MaxLabelValueLength), $"must be no more than {MaxLabelValueLength} bytes",
            !IsMadeOf(value, Alphanumeric, QualifiedPart), LabelValueMessage);
}
