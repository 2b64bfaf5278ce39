namespace Kybernet.Api.Yaml;

/// <summary>The order go-yaml sorts keys in: letters after other signs, runs of digits by their number.</summary>
internal sealed class YamlKeyOrder : IComparer<string>
{
    public static YamlKeyOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        var (a, b) = (x ?? "", y ?? "");
        var at = a.AsSpan().CommonPrefixLength(b);
        if (at == a.Length || at == b.Length) return a.Length.CompareTo(b.Length);

        var (left, right) = (a[at], b[at]);
        var (leftIsLetter, rightIsLetter) = (char.IsLetter(left), char.IsLetter(right));
        if (leftIsLetter && rightIsLetter) return left.CompareTo(right);
        if (leftIsLetter || rightIsLetter) return leftIsLetter ? 1 : -1;

        // Inside a number that has begun before, leading zeros are digits like others: 10 comes after 9, 01 before 1.
        var seed = (left == '0' || right == '0') && IsInsideNumber(a, at) ? 1 : 0;
        var (leftNumber, leftEnd) = ReadNumber(a, at, seed);
        var (rightNumber, rightEnd) = ReadNumber(b, at, seed);
        if (leftNumber != rightNumber) return leftNumber.CompareTo(rightNumber);
        return leftEnd != rightEnd ? leftEnd.CompareTo(rightEnd) : left.CompareTo(right);
    }

    private static bool IsInsideNumber(string text, int at)
    {
        for (var i = at - 1; i >= 0 && char.IsDigit(text[i]); i--)
        {
            if (text[i] != '0') return true;
        }

        return false;
    }

    // Wraps around like Go's int64 for absurdly long numbers.
    private static (long Number, int End) ReadNumber(string text, int at, long number)
    {
        for (; at < text.Length && char.IsDigit(text[at]); at++) number = unchecked(number * 10 + (text[at] - '0'));
        return (number, at);
    }
}
