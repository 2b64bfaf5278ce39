using Kybernet.ApiServer.Pipeline;
using Xunit;

namespace Kybernet.ApiServer.Tests.Core;

public sealed class BookmarkTimesTests
{
    [Theory]
    [InlineData(200, new[] { 60, 120, 180, 198 })]
    [InlineData(122, new[] { 60, 120 })]
    [InlineData(70, new[] { 60, 68 })]
    [InlineData(30, new[] { 28 })]
    [InlineData(2, new int[0])]
    [InlineData(1, new int[0])]
    public void Bookmarks_come_every_minute_and_once_more_right_before_the_end(int seconds, int[] expected)
    {
        var start = DateTimeOffset.UnixEpoch;
        var deadline = start.AddSeconds(seconds);
        List<int> times = [];
        for (var at = BookmarkTimes.After(start, deadline); at != DateTimeOffset.MaxValue; at = BookmarkTimes.After(at, deadline))
            times.Add((int)(at - start).TotalSeconds);
        Assert.Equal(expected, times);
    }
}
