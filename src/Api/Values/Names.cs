using System.Buffers;
using System.Text;

namespace Kybernet.Api;

/// <summary>
/// The rules for names, keys and values in the API (upstream's util/validation). <c>Is…</c> answers yes or no;
/// <c>Check…</c> answers what is wrong in upstream's words, nothing for a good value.
/// </summary>
public static partial class Names
{
    private const string LowerLetters = "abcdefghijklmnopqrstuvwxyz";
    private const string UpperLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string Digits = "0123456789";

    private static readonly SearchValues<char> LowerAlphanumeric = SearchValues.Create(LowerLetters + Digits);
    private static readonly SearchValues<char> Alphanumeric = SearchValues.Create(LowerLetters + UpperLetters + Digits);

    /// <summary>What upstream says of too long a value.</summary>
    public static string TooLong(int max) => $"must be no more than {max} characters";

    /// <summary>What upstream says of a number out of range.</summary>
    public static string NotBetween(long low, long high) => $"must be between {low} and {high}, inclusive";

    private static string RegexMessage(string message, string regex, params ReadOnlySpan<string> examples)
    {
        StringBuilder text = new(message);
        text.Append(" (e.g. ");
        for (var i = 0; i < examples.Length; i++) text.Append(i > 0 ? " or " : "").Append('\'').Append(examples[i]).Append("', ");
        return text.Append("regex used for validation is '").Append(regex).Append("')").ToString();
    }

    // first and last from ends, all from all
    private static bool IsMadeOf(ReadOnlySpan<char> value, SearchValues<char> ends, SearchValues<char> all) =>
        !value.IsEmpty && ends.Contains(value[0]) && ends.Contains(value[^1]) && !value.ContainsAnyExcept(all);

    private static bool IsLongerThan(string value, int bytes) =>
        value.Length > bytes || (value.Length * 3 > bytes && Encoding.UTF8.GetByteCount(value) > bytes);

    private static IReadOnlyList<string> Collect(bool tooLong, string lengthMessage, bool malformed, string formMessage) => (tooLong, malformed) switch
    {
        (false, false) => [],
        (true, false) => [lengthMessage],
        (false, true) => [formMessage],
        _ => [lengthMessage, formMessage],
    };
}
