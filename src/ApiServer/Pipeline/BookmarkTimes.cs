namespace Kybernet.ApiServer.Pipeline;

/// <summary>When a watch that welcomes bookmarks gets them: every minute, and once more right before its end.</summary>
internal static class BookmarkTimes
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    // Who begins anew when the time is over then begins as near to the present as can be.
    private static readonly TimeSpan BeforeEnd = TimeSpan.FromSeconds(2);

    /// <summary>When the next one is due; never, when there is no time left for it.</summary>
    public static DateTimeOffset After(DateTimeOffset now, DateTimeOffset deadline)
    {
        var (regular, last) = (now + Interval, deadline - BeforeEnd);
        if (regular < last) return regular;
        return last > now ? last : DateTimeOffset.MaxValue;
    }
}
