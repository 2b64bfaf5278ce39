using System.Globalization;
using Kybernet.Api;

namespace Kybernet.ApiServer.Validation.Batch;

/// <summary>
/// The schedules that upstream's cron library reads: five fields (minute, hour, day, month, weekday) or a word such as
/// <c>@daily</c>, perhaps behind a time zone. Answers what is wrong, in that library's words.
/// </summary>
internal static class CronExpression
{
    private static readonly Field[] Fields =
    [
        new(0, 59, []), new(0, 23, []), new(1, 31, []),
        new(1, 12, ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]),
        new(0, 6, ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]),
    ];

    /// <summary>What is wrong with a schedule; null when nothing is.</summary>
    public static string? Check(string schedule)
    {
        if (schedule.Length == 0) return "empty spec string";
        if (schedule.StartsWith("TZ=", StringComparison.Ordinal) || schedule.StartsWith("CRON_TZ=", StringComparison.Ordinal))
        {
            var space = schedule.IndexOf(' ', StringComparison.Ordinal);
            var zone = schedule[(schedule.IndexOf('=', StringComparison.Ordinal) + 1)..(space < 0 ? schedule.Length : space)];
            if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)) return $"provided bad location {zone}: unknown time zone {zone}";
            schedule = space < 0 ? "" : schedule[space..].Trim();
        }

        if (schedule.StartsWith('@')) return CheckWord(schedule);
        var parts = schedule.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != Fields.Length) return $"expected exactly {Fields.Length} fields, found {parts.Length}: [{string.Join(' ', parts)}]";
        for (var i = 0; i < parts.Length; i++)
        {
            foreach (var range in parts[i].Split(','))
            {
                if (CheckRange(range, Fields[i]) is { } wrong) return wrong;
            }
        }

        return null;
    }

    private static string? CheckWord(string word)
    {
        if (word is "@yearly" or "@annually" or "@monthly" or "@weekly" or "@daily" or "@midnight" or "@hourly") return null;
        const string every = "@every ";
        if (!word.StartsWith(every, StringComparison.Ordinal)) return $"unrecognized descriptor: {word}";
        return KubeDuration.TryParse(word.AsSpan(every.Length), out _) ? null
            : $"failed to parse duration {word}: time: invalid duration {GoQuote.Quote(word[every.Length..])}";
    }

    // 5, 1-5, *, */2, 1-9/2, 3/2, mon-fri
    private static string? CheckRange(string text, Field field)
    {
        var step = text.Split('/');
        var bounds = step[0].Split('-');
        int low, high;
        if (bounds[0] is "*" or "?") (low, high) = (field.Min, field.Max);
        else
        {
            if (ReadNumber(bounds[0], field, out low) is { } wrong) return wrong;
            high = low;
            switch (bounds.Length)
            {
                case 1:
                    break;
                case 2:
                    if (ReadNumber(bounds[1], field, out high) is { } bad) return bad;
                    break;
                default:
                    return $"too many hyphens: {text}";
            }
        }

        var every = 1;
        if (step.Length > 2) return $"too many slashes: {text}";
        if (step.Length == 2)
        {
            if (ReadNumber(step[1], new(0, 0, []), out every) is { } wrong) return wrong;
            if (bounds.Length == 1) high = field.Max;
        }

        if (low < field.Min) return $"beginning of range ({low}) below minimum ({field.Min}): {text}";
        if (high > field.Max) return $"end of range ({high}) above maximum ({field.Max}): {text}";
        if (low > high) return $"beginning of range ({low}) beyond end of range ({high}): {text}";
        return every == 0 ? $"step of range should be a positive number: {text}" : null;
    }

    private static string? ReadNumber(string text, Field field, out int number)
    {
        number = Array.IndexOf(field.Names, text.ToLowerInvariant());
        if (number >= 0)
        {
            number += field.Min;
            return null;
        }

        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number))
        {
            return $"failed to parse int from {text}: strconv.Atoi: parsing {GoQuote.Quote(text)}: invalid syntax";
        }

        return number < 0 ? $"negative number ({number}) not allowed: {text}" : null;
    }

    private sealed record Field(int Min, int Max, string[] Names);
}
