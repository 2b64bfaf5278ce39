using FsCheck.Xunit;
using Kybernet.Wire.Grpc;

namespace Kybernet.Wire.Tests.Grpc;

public sealed class GrpcTimeoutTests
{
    [Theory]
    [InlineData(0, "0n")]
    [InlineData(1, "1m")]
    [InlineData(1500, "1500m")]
    [InlineData(99_999_999, "99999999m")]
    [InlineData(100_000_000, "100000S")]
    public void A_timeout_takes_the_finest_unit_that_fits(long milliseconds, string expected) =>
        Assert.Equal(expected, GrpcTimeout.Format(TimeSpan.FromMilliseconds(milliseconds)));

    [Property]
    public void What_is_written_is_read_again_and_never_shorter(TimeSpan timeout)
    {
        var parsed = GrpcTimeout.Parse(GrpcTimeout.Format(timeout));

        Assert.NotNull(parsed);
        // Eight digits of hours, some 11,000 years, are the longest that can be said.
        Assert.True(parsed >= timeout || parsed == TimeSpan.FromHours(99_999_999));
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("S")]
    [InlineData("-5S")]
    [InlineData("5x")]
    [InlineData("123456789S")]
    public void What_is_no_timeout_is_none(string header) => Assert.Null(GrpcTimeout.Parse(header));
}
