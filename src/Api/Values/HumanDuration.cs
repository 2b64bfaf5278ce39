namespace Kybernet.Api;

/// <summary>Ages for people, as table cells show them: two units at most, fewer the longer it is (upstream's duration.HumanDuration).</summary>
public static class HumanDuration
{
    /// <summary>Such as <c>45s</c>, <c>3m9s</c>, <c>18m</c>, <c>2d3h</c>, <c>5y12d</c>; <c>&lt;invalid&gt;</c> for the future.</summary>
    public static string Format(TimeSpan age)
    {
        // Clocks differ a little: less than two seconds ahead is now.
        var seconds = age.Ticks / TimeSpan.TicksPerSecond;
        var minutes = seconds / 60;
        var hours = minutes / 60;
        var days = hours / 24;
        return seconds switch
        {
            < -1 => "<invalid>",
            < 0 => "0s",
            < 2 * 60 => $"{seconds}s",
            < 10 * 60 => Two(minutes, 'm', seconds % 60, 's'),
            _ => hours switch
            {
                < 3 => $"{minutes}m",
                < 8 => Two(hours, 'h', minutes % 60, 'm'),
                < 48 => $"{hours}h",
                < 8 * 24 => Two(days, 'd', hours % 24, 'h'),
                < 2 * 365 * 24 => $"{days}d",
                < 8 * 365 * 24 => Two(days / 365, 'y', days % 365, 'd'),
                _ => $"{days / 365}y",
            },
        };
    }

    /// <summary>The age of what was created at <paramref name="since"/>; <c>&lt;unknown&gt;</c> if that is not known.</summary>
    public static string Since(DateTimeOffset? since, DateTimeOffset now) => since is { } start ? Format(now - start) : "<unknown>";

    private static string Two(long large, char largeUnit, long small, char smallUnit) =>
        small == 0 ? $"{large}{largeUnit}" : $"{large}{largeUnit}{small}{smallUnit}";
}
