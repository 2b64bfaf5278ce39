using System.Text;
using System.Text.Json;

namespace Kybernet.Api.Tests.Values;

public sealed class TimeTests
{
    [Theory]
    [InlineData("2026-01-02T03:04:05Z", "2026-01-02T03:04:05.000000Z")]
    [InlineData("2026-01-02T03:04:05+02:00", "2026-01-02T01:04:05.000000Z")]
    [InlineData("2026-01-02T03:04:05.123456789-00:30", "2026-01-02T03:34:05.123456Z")]
    [InlineData("2026-01-02T3:04:05,5Z", "2026-01-02T03:04:05.500000Z")]
    public void Any_offset_is_read_and_utc_is_written(string text, string micro)
    {
        Assert.Equal(micro, KubeTime.FormatMicro(KubeTime.Parse(text)));
        Assert.Equal(micro[..19] + "Z", KubeTime.Format(KubeTime.Parse(text)));
    }

    [Theory]
    [InlineData("bad", "parsing time \"bad\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"bad\" as \"2006\"")]
    [InlineData("", "parsing time \"\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"\" as \"2006\"")]
    [InlineData("2026-1-1", "parsing time \"2026-1-1\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"1-1\" as \"01\"")]
    [InlineData("2026-13-01T00:00:00Z", "parsing time \"2026-13-01T00:00:00Z\": month out of range")]
    [InlineData("2026-02-30T00:00:00Z", "parsing time \"2026-02-30T00:00:00Z\": day out of range")]
    [InlineData("2026-02-03T25:00:00Z", "parsing time \"2026-02-03T25:00:00Z\": hour out of range")]
    [InlineData("2026-02-03 05:00:00Z", "parsing time \"2026-02-03 05:00:00Z\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \" 05:00:00Z\" as \"T\"")]
    [InlineData("2026-02-03T05:00:00", "parsing time \"2026-02-03T05:00:00\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"\" as \"Z07:00\"")]
    [InlineData("2026-02-03T05:00:00Zx", "parsing time \"2026-02-03T05:00:00Zx\": extra text: \"x\"")]
    public void What_is_no_time_is_refused_in_gos_words(string text, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => KubeTime.Parse(text)).Message);

    [Fact]
    public void A_micro_time_wants_six_digits()
    {
        Assert.Equal(
            "parsing time \"2026-01-01T00:00:00Z\" as \"2006-01-02T15:04:05.000000Z07:00\": cannot parse \"Z\" as \".000000\"",
            Assert.Throws<FormatException>(() => KubeTime.ParseMicro("2026-01-01T00:00:00Z")).Message);
        Assert.Equal(120, KubeTime.ParseMicro("2026-01-01T00:00:00.000120Z").Ticks % 10_000_000 / 10);
    }

    [Fact]
    public void Json_times_read_and_write()
    {
        Assert.Null(JsonText.Read("null", KubeTime.Read));
        Assert.Null(JsonText.Read("\"0001-01-01T00:00:00Z\"", KubeTime.Read));
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), JsonText.Read("\"2026-01-02T03:04:05.9Z\"", KubeTime.Read));
        Assert.Equal("json: cannot unmarshal number into Go value of type string", Assert.Throws<JsonMismatchException>(() => JsonText.Read("1", KubeTime.Read)).Message);

        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            writer.WriteStartArray();
            KubeTime.Write(writer, new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.FromHours(1)));
            KubeTime.WriteMicro(writer, new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.FromHours(1)));
            writer.WriteEndArray();
        }

        Assert.Equal("[\"2026-01-02T02:04:05Z\",\"2026-01-02T02:04:05.678000Z\"]", Encoding.UTF8.GetString(stream.ToArray()));
    }

    [Theory]
    [InlineData("1h30m", "1h30m0s")]
    [InlineData("90s", "1m30s")]
    [InlineData("1.5h", "1h30m0s")]
    [InlineData("100ms", "100ms")]
    [InlineData("1500ms", "1.5s")]
    [InlineData("1.5us", "1.5µs")]
    [InlineData("300ns", "300ns")]
    [InlineData("-2m3.5s", "-2m3.5s")]
    [InlineData("0", "0s")]
    [InlineData("48h", "48h0m0s")]
    public void Durations_are_written_as_go_writes_them(string text, string written)
    {
        Assert.Equal(written, KubeDuration.Format(KubeDuration.Parse(text)));
        Assert.Equal(KubeDuration.Parse(text), KubeDuration.Parse(written));
    }

    [Theory]
    [InlineData("", "time: invalid duration \"\"")]
    [InlineData("x", "time: invalid duration \"x\"")]
    [InlineData("1", "time: missing unit in duration \"1\"")]
    [InlineData("1d", "time: unknown unit \"d\" in duration \"1d\"")]
    [InlineData("10000000h", "time: invalid duration \"10000000h\"")]
    public void What_is_no_duration_is_refused_in_gos_words(string text, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => KubeDuration.Parse(text)).Message);

    [Theory]
    [InlineData(-5, "<invalid>")]
    [InlineData(-1, "0s")]
    [InlineData(0, "0s")]
    [InlineData(119, "119s")]
    [InlineData(120, "2m")]
    [InlineData(189, "3m9s")]
    [InlineData(599, "9m59s")]
    [InlineData(18 * 60 + 5, "18m")]
    [InlineData(179 * 60, "179m")]
    [InlineData(3 * 3600, "3h")]
    [InlineData(7 * 3600 + 59 * 60, "7h59m")]
    [InlineData(47 * 3600, "47h")]
    [InlineData(51 * 3600, "2d3h")]
    [InlineData(8 * 86400, "8d")]
    [InlineData(729 * 86400, "729d")]
    [InlineData(730 * 86400, "2y")]
    [InlineData(741 * 86400, "2y11d")]
    [InlineData(10 * 365 * 86400, "10y")]
    public void Ages_are_written_for_people(int seconds, string text) => Assert.Equal(text, HumanDuration.Format(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void An_age_from_nowhere_is_unknown() => Assert.Equal("<unknown>", HumanDuration.Since(null, default));
}
