using System.Buffers;

namespace Kybernet.Api;

public static partial class Names
{
    /// <summary>The longest DNS label.</summary>
    public const int MaxLabelLength = 63;

    /// <summary>The longest DNS subdomain, and so the longest name of most objects.</summary>
    public const int MaxSubdomainLength = 253;

    private const string LabelRegex = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private const string SubdomainRegex = LabelRegex + @"(\." + LabelRegex + ")*";

    private static readonly SearchValues<char> DnsLabel = SearchValues.Create(LowerLetters + Digits + "-");

    private static readonly string LabelMessage = RegexMessage(
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
        LabelRegex, "my-name", "123-abc");

    private static readonly string SubdomainMessage = RegexMessage(
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
        SubdomainRegex, "example.com");

    private static readonly string Dns1035Message = RegexMessage(
        "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
        "[a-z]([-a-z0-9]*[a-z0-9])?", "my-name", "abc-123");

    private static readonly string WildcardMessage = RegexMessage(
        "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character",
        @"\*\." + SubdomainRegex, "*.example.com");

    /// <summary>Such as a namespace or a container: up to 63 of a-z, 0-9 and inner hyphens.</summary>
    public static bool IsDns1123Label(ReadOnlySpan<char> value) => value.Length <= MaxLabelLength && IsLabelShaped(value);

    /// <summary>Such as most objects' names: labels joined by dots, up to 253 characters.</summary>
    public static bool IsDns1123Subdomain(ReadOnlySpan<char> value) => value.Length <= MaxSubdomainLength && IsSubdomainShaped(value);

    /// <summary>Such as a custom resource's version: a DNS label that starts with a letter.</summary>
    public static bool IsDns1035Label(ReadOnlySpan<char> value) => IsDns1123Label(value) && value[0] is >= 'a' and <= 'z';

    /// <summary>What keeps <paramref name="value"/> from being a DNS-1123 label.</summary>
    public static IReadOnlyList<string> CheckDns1123Label(string value)
    {
        if (IsDns1123Label(value)) return [];
        var form = IsSubdomainShaped(value) ? "must not contain dots" : LabelMessage;
        return Collect(IsLongerThan(value, MaxLabelLength), TooLong(MaxLabelLength), !IsLabelShaped(value), form);
    }

    /// <summary>What keeps <paramref name="value"/> from being a DNS-1123 subdomain.</summary>
    public static IReadOnlyList<string> CheckDns1123Subdomain(string value) => IsDns1123Subdomain(value)
        ? []
        : Collect(IsLongerThan(value, MaxSubdomainLength), TooLong(MaxSubdomainLength), !IsSubdomainShaped(value), SubdomainMessage);

    /// <summary>What keeps <paramref name="value"/> from being a DNS-1035 label.</summary>
    public static IReadOnlyList<string> CheckDns1035Label(string value) => IsDns1035Label(value)
        ? []
        : Collect(IsLongerThan(value, MaxLabelLength), TooLong(MaxLabelLength), !IsLabelShaped(value) || value[0] is < 'a' or > 'z', Dns1035Message);

    /// <summary>What keeps <paramref name="value"/> from being a wildcard such as <c>*.example.com</c>.</summary>
    public static IReadOnlyList<string> CheckWildcardDns1123Subdomain(string value)
    {
        var shaped = value.StartsWith("*.", StringComparison.Ordinal) && IsSubdomainShaped(value.AsSpan(2));
        return Collect(IsLongerThan(value, MaxSubdomainLength), TooLong(MaxSubdomainLength), !shaped, WildcardMessage);
    }

    /// <summary>What keeps <paramref name="value"/> from being a name of three segments, as webhooks must have.</summary>
    public static IReadOnlyList<string> CheckFullyQualifiedName(string value)
    {
        if (CheckDns1123Subdomain(value) is { Count: > 0 } errors) return errors;
        return value.AsSpan().Count('.') < 2 ? ["should be a domain with at least three segments separated by dots"] : [];
    }

    private static bool IsLabelShaped(ReadOnlySpan<char> value) => IsMadeOf(value, LowerAlphanumeric, DnsLabel);

    private static bool IsSubdomainShaped(ReadOnlySpan<char> value)
    {
        foreach (var label in value.Split('.'))
        {
            if (!IsLabelShaped(value[label])) return false;
        }

        return true;
    }
}
