using System.Globalization;

namespace Kybernet.Client;

/// <summary>Names of events: the object's name and the time in nanoseconds. Not safe for use by several threads.</summary>
internal sealed class EventNames
{
    private long _last;

    /// <summary>A name that was not given before. In virtual time two events may happen at one time: names still differ.</summary>
    public string Next(string about, DateTimeOffset at)
    {
        const int maxName = 253 - 17;
        var nanoseconds = (at - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
        _last = Math.Max(nanoseconds, _last + 1);
        if (about.Length > maxName) about = about[..maxName].TrimEnd('.', '-');
        return string.Create(CultureInfo.InvariantCulture, $"{about}.{_last:x}");
    }
}
