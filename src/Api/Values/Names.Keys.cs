using System.Buffers;

namespace Kybernet.Api;

public static partial class Names
{
    private const int MaxPortNameLength = 15;

    private static readonly SearchValues<char> Letters = SearchValues.Create(LowerLetters);
    private static readonly SearchValues<char> DigitChars = SearchValues.Create(Digits);
    private static readonly SearchValues<char> HeaderChars = SearchValues.Create(LowerLetters + UpperLetters + Digits + "-");
    private static readonly SearchValues<char> IdentifierChars = SearchValues.Create(LowerLetters + UpperLetters + Digits + "_");

    private static readonly string ConfigKeyMessage = RegexMessage(
        "a valid config key must consist of alphanumeric characters, '-', '_' or '.'", "[-._a-zA-Z0-9]+", "key.name", "KEY_NAME", "key-name");

    private static readonly string EnvVarMessage = RegexMessage(
        "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit",
        "[-._a-zA-Z][-._a-zA-Z0-9]*", "my.env-name", "MY_ENV.NAME", "MyEnvName1");

    private static readonly string PercentMessage =
        RegexMessage("a valid percent string must be a numeric string followed by an ending '%'", "[0-9]+%", "1%", "93%");

    private static readonly string HeaderMessage =
        RegexMessage("a valid HTTP header must consist of alphanumeric characters or '-'", "[-A-Za-z0-9]+", "X-Header-Name");

    private static readonly string IdentifierMessage = RegexMessage(
        "a valid C identifier must start with alphabetic character or '_', followed by a string of alphanumeric characters or '_'",
        "[A-Za-z_][A-Za-z0-9_]*", "my_name", "MY_NAME", "MyName");

    /// <summary>What keeps <paramref name="value"/> from being a key of a ConfigMap or Secret, which becomes a file's name.</summary>
    public static IReadOnlyList<string> CheckConfigMapKey(string value)
    {
        var shaped = value.Length > 0 && !value.AsSpan().ContainsAnyExcept(QualifiedPart);
        if (shaped && value.Length <= MaxSubdomainLength && value[0] != '.') return [];
        return
        [
            .. Collect(IsLongerThan(value, MaxSubdomainLength), TooLong(MaxSubdomainLength), !shaped, ConfigKeyMessage),
            .. CheckNoParentDirectory(value),
        ];
    }

    /// <summary>What keeps <paramref name="value"/> from being an environment variable's name in the strict sense.</summary>
    public static IReadOnlyList<string> CheckEnvVarName(string value)
    {
        var shaped = value.Length > 0 && !char.IsAsciiDigit(value[0]) && !value.AsSpan().ContainsAnyExcept(QualifiedPart);
        return shaped && value[0] != '.' ? [] : [.. Collect(false, "", !shaped, EnvVarMessage), .. CheckNoParentDirectory(value)];
    }

    /// <summary>What keeps <paramref name="value"/> from being an environment variable's name as pods may have since 1.30.</summary>
    public static IReadOnlyList<string> CheckRelaxedEnvVarName(string value)
    {
        if (value.Length == 0) return ["environment variable name must be non-empty"];
        return value.AsSpan().ContainsAnyExceptInRange(' ', '~') || value.Contains('=')
            ? ["a valid environment variable name must consist only of printable ASCII characters other than '='"]
            : [];
    }

    /// <summary>Whether <paramref name="value"/> is digits and a percent sign.</summary>
    public static bool IsPercent(ReadOnlySpan<char> value) =>
        value.Length > 1 && value[^1] == '%' && !value[..^1].ContainsAnyExcept(DigitChars);

    /// <summary>What keeps <paramref name="value"/> from being digits and a percent sign.</summary>
    public static IReadOnlyList<string> CheckPercent(string value) => IsPercent(value) ? [] : [PercentMessage];

    /// <summary>What keeps <paramref name="value"/> from being an HTTP header's name.</summary>
    public static IReadOnlyList<string> CheckHttpHeaderName(string value) =>
        value.Length > 0 && !value.AsSpan().ContainsAnyExcept(HeaderChars) ? [] : [HeaderMessage];

    /// <summary>What keeps <paramref name="value"/> from being an identifier of the C language.</summary>
    public static IReadOnlyList<string> CheckCIdentifier(string value) =>
        value.Length > 0 && !char.IsAsciiDigit(value[0]) && !value.AsSpan().ContainsAnyExcept(IdentifierChars) ? [] : [IdentifierMessage];

    /// <summary>What keeps <paramref name="value"/> from being an IANA service name, as ports are named.</summary>
    public static IReadOnlyList<string> CheckPortName(string value)
    {
        List<string>? errors = null;
        if (IsLongerThan(value, MaxPortNameLength)) Add(TooLong(MaxPortNameLength));
        if (value.Length == 0 || value.AsSpan().ContainsAnyExcept(DnsLabel)) Add("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
        if (!value.AsSpan().ContainsAny(Letters)) Add("must contain at least one letter (a-z)");
        if (value.Contains("--", StringComparison.Ordinal)) Add("must not contain consecutive hyphens");
        if (value.StartsWith('-') || value.EndsWith('-')) Add("must not begin or end with a hyphen");
        return errors ?? (IReadOnlyList<string>)[];

        void Add(string error) => (errors ??= []).Add(error);
    }

    /// <summary>What keeps <paramref name="port"/> from being a port's number.</summary>
    public static IReadOnlyList<string> CheckPortNumber(int port) => port is >= 1 and <= 65535 ? [] : [NotBetween(1, 65535)];

    private static IReadOnlyList<string> CheckNoParentDirectory(string value) => value switch
    {
        "." => ["must not be '.'"],
        ".." => ["must not be '..'"],
        _ => value.StartsWith("..", StringComparison.Ordinal) ? ["must not start with '..'"] : [],
    };
}
