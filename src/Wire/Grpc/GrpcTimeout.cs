using System.Globalization;

namespace Kybernet.Wire.Grpc;

/// <summary>The <c>grpc-timeout</c> header: at most eight digits and a unit (H, M, S, m, u, n).</summary>
internal static class GrpcTimeout
{
    private const long MaxValue = 99_999_999;
    private static readonly TimeSpan LongestTimer = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    /// <summary>A source that is cancelled when the time is up; null without a timeout.</summary>
    public static CancellationTokenSource? Timer(TimeSpan? timeout, TimeProvider time) => timeout is { } span
        ? new CancellationTokenSource(TimeSpan.FromTicks(Math.Clamp(span.Ticks, 0, LongestTimer.Ticks)), time)
        : null;

    public static string Format(TimeSpan timeout)
    {
        // The finest unit whose number still fits; rounded up, so that the server never gives up before the client.
        if (timeout <= TimeSpan.Zero) return "0n";
        ReadOnlySpan<(char Unit, long Ticks)> units =
        [
            ('m', TimeSpan.TicksPerMillisecond), ('S', TimeSpan.TicksPerSecond),
            ('M', TimeSpan.TicksPerMinute), ('H', TimeSpan.TicksPerHour),
        ];
        foreach (var (unit, ticks) in units)
        {
            var value = timeout.Ticks / ticks + (timeout.Ticks % ticks == 0 ? 0 : 1);
            if (value <= MaxValue) return value.ToString(CultureInfo.InvariantCulture) + unit;
        }

        return MaxValue.ToString(CultureInfo.InvariantCulture) + 'H';
    }

    /// <summary>Null when the header is not a timeout.</summary>
    public static TimeSpan? Parse(string header)
    {
        if (header.Length is < 2 or > 9) return null;
        if (!long.TryParse(header.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out var value)) return null;
        var ticks = header[^1] switch
        {
            'H' => value * TimeSpan.TicksPerHour,
            'M' => value * TimeSpan.TicksPerMinute,
            'S' => value * TimeSpan.TicksPerSecond,
            'm' => value * TimeSpan.TicksPerMillisecond,
            'u' => value * TimeSpan.TicksPerMicrosecond,
            'n' => value / TimeSpan.NanosecondsPerTick,
            _ => -1,
        };
        return ticks < 0 ? null : TimeSpan.FromTicks(ticks);
    }
}
