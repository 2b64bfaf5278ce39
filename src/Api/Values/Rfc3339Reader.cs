using System.Text;

namespace Kybernet.Api;

/// <summary>
/// Reads one RFC 3339 time field by field, and on failure says what Go's time.Parse says: which part did not fit which
/// part of the layout.
/// </summary>
internal ref struct Rfc3339Reader(ReadOnlySpan<byte> text, bool micro)
{
    private readonly ReadOnlySpan<byte> _text = text;
    private ReadOnlySpan<byte> _rest = text;

    /// <summary>Answers null and the time, or Go's message.</summary>
    public string? Read(out DateTimeOffset time)
    {
        time = default;

        // 1. date and time of day
        if (!TakeDigits(4, out var year)) return Mismatch("2006");
        if (!Take('-')) return Mismatch("-");
        if (!TakeDigits(2, out var month)) return Mismatch("01");
        if (month is 0 or > 12) return OutOfRange("month");
        if (!Take('-')) return Mismatch("-");
        if (!TakeDigits(2, out var day)) return Mismatch("02");
        if (!Take('T')) return Mismatch("T");
        if (!TakeDigits(2, out var hour) && !TakeDigits(1, out hour)) return Mismatch("15");
        if (hour > 23) return OutOfRange("hour");
        if (!Take(':')) return Mismatch(":");
        if (!TakeDigits(2, out var minute)) return Mismatch("04");
        if (minute > 59) return OutOfRange("minute");
        if (!Take(':')) return Mismatch(":");
        if (!TakeDigits(2, out var second)) return Mismatch("05");
        if (second > 59) return OutOfRange("second");

        // 2. fraction: six digits where the layout has them, any number where it has none
        int ticks;
        if (!micro) ticks = TakeFraction();
        else if (_rest.Length >= 7 && IsFraction(7)) ticks = TakeFraction(7);
        else return Mismatch(".000000");

        // 3. offset
        if (!TakeOffset(out var offset, out var wrong)) return wrong is null ? Mismatch("Z07:00") : OutOfRange(wrong);
        if (!_rest.IsEmpty) return $"{Parsing}: extra text: {GoQuote.Quote(Encoding.UTF8.GetString(_rest))}";
        if (year is 0) return OutOfRange("year");
        if (day is 0 || day > DateTime.DaysInMonth(year, month)) return OutOfRange("day");

        var utc = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc).Ticks + ticks - offset.Ticks;
        if (utc < 0 || utc > DateTime.MaxValue.Ticks) return OutOfRange("year");
        time = new DateTimeOffset(utc, TimeSpan.Zero);
        return null;
    }

    private readonly string Parsing => $"parsing time {GoQuote.Quote(Encoding.UTF8.GetString(_text))}";

    private readonly string Mismatch(string part) =>
        $"{Parsing} as \"2006-01-02T15:04:05{(micro ? ".000000" : "")}Z07:00\": cannot parse {GoQuote.Quote(Encoding.UTF8.GetString(_rest))} as \"{part}\"";

    private readonly string OutOfRange(string what) => $"{Parsing}: {what} out of range";

    private bool Take(char expected)
    {
        if (_rest.IsEmpty || _rest[0] != expected) return false;
        _rest = _rest[1..];
        return true;
    }

    private bool TakeDigits(int count, out int number)
    {
        number = 0;
        if (_rest.Length < count) return false;
        foreach (var digit in _rest[..count])
        {
            if (digit is < (byte)'0' or > (byte)'9') return false;
            number = number * 10 + (digit - '0');
        }

        _rest = _rest[count..];
        return true;
    }

    private readonly bool IsFraction(int length) =>
        _rest[0] is (byte)'.' or (byte)',' && !_rest[1..length].ContainsAnyExceptInRange((byte)'0', (byte)'9');

    private int TakeFraction()
    {
        if (_rest.Length < 2 || !IsFraction(2)) return 0;
        var length = 2;
        while (length < _rest.Length && _rest[length] is >= (byte)'0' and <= (byte)'9') length++;
        return TakeFraction(length);
    }

    // In ticks of 100 ns; finer digits are cut off.
    private int TakeFraction(int length)
    {
        int ticks = 0, worth = (int)TimeSpan.TicksPerSecond;
        foreach (var digit in _rest[1..length]) ticks += (digit - '0') * (worth /= 10);
        _rest = _rest[length..];
        return ticks;
    }

    private bool TakeOffset(out TimeSpan offset, out string? wrong)
    {
        (offset, wrong) = (default, null);
        if (Take('Z')) return true;
        if (_rest.Length < 6 || _rest[0] is not ((byte)'+' or (byte)'-') || _rest[3] != ':') return false;
        var whole = _rest;
        var negative = _rest[0] == '-';
        _rest = _rest[1..];
        if (!TakeDigits(2, out var hours) || !Take(':') || !TakeDigits(2, out var minutes))
        {
            _rest = whole;
            return false;
        }

        wrong = hours > 24 ? "time zone offset hour" : minutes > 60 ? "time zone offset minute" : null;
        offset = new TimeSpan(hours, minutes, 0) * (negative ? -1 : 1);
        return wrong is null;
    }
}
