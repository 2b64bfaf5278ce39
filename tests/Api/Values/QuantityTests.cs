using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using FsCheck.Xunit;

namespace Kybernet.Api.Tests.Values;

public sealed class QuantityTests
{
    [Theory]
    [InlineData('x', "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'")]
    [InlineData('1', "unable to parse numeric part of quantity")]
    public void What_is_too_long_is_refused_by_what_it_begins_with(char c, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => Quantity.Parse(Encoding.UTF8.GetBytes(new string(c, 300)))).Message);

    [Theory]
    [InlineData("0", "0")]
    [InlineData("0n", "0")]
    [InlineData("0Ki", "0")]
    [InlineData("-0", "0")]
    [InlineData("1", "1")]
    [InlineData("1000m", "1")]
    [InlineData("0.5", "500m")]
    [InlineData(".5", "500m")]
    [InlineData("100m", "100m")]
    [InlineData("2500m", "2500m")]
    [InlineData("1e3", "1e3")]
    [InlineData("1e4", "10e3")]
    [InlineData("12e6", "12e6")]
    [InlineData("1e-3", "1e-3")]
    [InlineData("1024Ki", "1Mi")]
    [InlineData("1.5Gi", "1536Mi")]
    [InlineData("128974848", "128974848")]
    [InlineData("129e6", "129e6")]
    [InlineData("129M", "129M")]
    [InlineData("123Mi", "123Mi")]
    [InlineData("1000000", "1M")]
    [InlineData("1000Ki", "1000Ki")]
    [InlineData("1Ki", "1Ki")]
    [InlineData("0.5Ki", "512")]
    [InlineData("0.25Ki", "256")]
    [InlineData("1.1Ki", "1126400m")]
    [InlineData("0.0001Ki", "102400u")]
    [InlineData("-1.5Gi", "-1536Mi")]
    [InlineData("100Ei", "9223372036854775807")]
    [InlineData("0.00000000001", "1n")]
    [InlineData("-0.00000000001", "-1n")]
    [InlineData("1.0000000001", "1000000001n")]
    [InlineData("100000000000000000000", "100E")]
    [InlineData("1000E", "1000E")]
    [InlineData("123456789012345678901234567890m", "123456789012345678901234567890m")]
    [InlineData("007", "7")]
    public void A_quantity_is_written_in_canonical_form(string text, string canonical) =>
        Assert.Equal(canonical, (Quantity.Parse(text) * 1).ToString());

    [Theory]
    [InlineData("1.234")]
    [InlineData("1.500")]
    [InlineData("+5")]
    [InlineData("1E3")]
    [InlineData("009Ki")]
    public void Some_spellings_survive_a_round_trip_as_they_do_upstream(string text)
    {
        Assert.Equal(text, Quantity.Parse(text).ToString());
        Assert.NotEqual(text, (Quantity.Parse(text) + Quantity.Zero).ToString());
    }

    [Theory]
    [InlineData("", "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'")]
    [InlineData("abc", "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'")]
    [InlineData("1 Gi", "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'")]
    [InlineData("1.2.3", "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'")]
    [InlineData("1ö", "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'")]
    [InlineData("1ki", "unable to parse quantity's suffix")]
    [InlineData("1mm", "unable to parse quantity's suffix")]
    [InlineData("1e", "unable to parse quantity's suffix")]
    [InlineData("1e9999999999", "unable to parse quantity's suffix")]
    [InlineData("1e100000", "unable to parse quantity's suffix")]
    [InlineData("+Pi", "unable to parse numeric part of quantity")]
    public void What_is_no_quantity_is_refused_in_upstreams_words(string text, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => Quantity.Parse(text)).Message);

    [Theory]
    [InlineData("1", 1, 1000)]
    [InlineData("100m", 1, 100)]
    [InlineData("1001m", 2, 1001)]
    [InlineData("-1001m", -2, -1001)]
    [InlineData("1u", 1, 1)]
    [InlineData("2Ki", 2048, 2048000)]
    [InlineData("1e3", 1000, 1000000)]
    [InlineData("100E", long.MaxValue, long.MaxValue)]
    [InlineData("-100E", long.MinValue, long.MinValue)]
    public void Whole_and_thousandths_round_away_from_zero(string text, long value, long milli)
    {
        Assert.Equal(value, Quantity.Parse(text).Value);
        Assert.Equal(milli, Quantity.Parse(text).MilliValue);
    }

    [Theory]
    [InlineData("1", "1000m")]
    [InlineData("1Ki", "1024")]
    [InlineData("1e3", "1k")]
    [InlineData("100E", "100000000000000000000")]
    [InlineData("0", "0Gi")]
    public void Equality_is_by_value(string left, string right)
    {
        var (a, b) = (Quantity.Parse(left), Quantity.Parse(right));

        Assert.True(a == b);
        Assert.Equal(a.GetHashCode(), b.GetHashCode());
    }

    [Theory]
    [InlineData("1Gi", "1G")]
    [InlineData("1", "999m")]
    [InlineData("0", "-1n")]
    [InlineData("1e30", "9E")]
    [InlineData("1m", "1u")]
    public void Order_is_by_value(string larger, string smaller)
    {
        var (a, b) = (Quantity.Parse(larger), Quantity.Parse(smaller));

        Assert.True(a > b && b < a && a >= b && b <= a && a != b);
        Assert.Equal(a, Quantity.Max(a, b));
        Assert.Equal(b, Quantity.Min(a, b));
    }

    [Theory]
    [InlineData("1", "500m", "1500m", "500m")]
    [InlineData("0", "1Gi", "1Gi", "-1Gi")]
    [InlineData("1Gi", "512Mi", "1536Mi", "512Mi")]
    [InlineData("1Gi", "1", "1073741825", "1073741823")]
    [InlineData("9223372036854775807", "1", "9223372036854775808", "9223372036854775806")]
    [InlineData("1e3", "1", "1001", "999")]
    public void Sums_and_differences_are_exact_and_keep_the_left_spelling(string left, string right, string sum, string difference)
    {
        Assert.Equal(sum, (Quantity.Parse(left) + Quantity.Parse(right)).ToString());
        Assert.Equal(difference, (Quantity.Parse(left) - Quantity.Parse(right)).ToString());
    }

    [Fact]
    public void Defaulting_rounds_up_to_thousandths()
    {
        Assert.Equal("2m", Quantity.Parse("1500u").RoundUp(-3).ToString());
        Assert.Equal("1", Quantity.Parse("1").RoundUp(-3).ToString());
    }

    [Fact]
    public void A_quantity_takes_24_bytes() => Assert.Equal(24, System.Runtime.CompilerServices.Unsafe.SizeOf<Quantity>());

    [Theory]
    [InlineData("\"1000m\"", "\"1\"")]
    [InlineData("0.5", "\"500m\"")]
    [InlineData("2", "\"2\"")]
    [InlineData("\" 2 \"", "\"2\"")]
    [InlineData("\"1\\u0047i\"", "\"1Gi\"")]
    [InlineData("null", "\"0\"")]
    public void Json_may_be_a_string_or_a_number(string json, string written) => Assert.Equal(written, JsonText.Through(json, Quantity.Read, Quantity.Write));

    [Theory]
    [InlineData("true")]
    [InlineData("{}")]
    [InlineData("\"\"")]
    public void Other_json_is_no_quantity(string json) => Assert.Throws<FormatException>(() => JsonText.Through(json, Quantity.Read, Quantity.Write));

    [Property(MaxTest = 500)]
    public bool The_canonical_form_reads_back_as_itself(long mantissa, byte unit)
    {
        var suffix = new[] { "", "n", "u", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "e3", "e-2", "e20" }[unit % 17];
        var first = Quantity.Parse(mantissa.ToString(CultureInfo.InvariantCulture) + suffix) * 1;
        var second = Quantity.Parse(first.ToString());

        return first == second && second.ToString() == first.ToString();
    }

    [Property(MaxTest = 500)]
    public bool Subtracting_what_was_added_gives_the_same_value(long a, long b, bool milli)
    {
        var (x, y) = (new Quantity(a), milli ? Quantity.FromMilli(b) : new Quantity(b));

        return x + y - y == x && (x + y).CompareTo(x) == y.Sign && x * 3 == x + x + x;
    }

    [Property(MaxTest = 500)]
    public bool Values_agree_with_exact_arithmetic(long thousandths)
    {
        var expected = BigInteger.DivRem(thousandths, 1000, out var remainder) + remainder.Sign;

        return Quantity.FromMilli(thousandths).Value == (long)expected && Quantity.FromMilli(thousandths).MilliValue == thousandths;
    }
}

/// <summary>Reads one JSON value and writes it again.</summary>
internal static class JsonText
{
    public delegate T Reader<T>(ref Utf8JsonReader reader);

    public delegate void Writer<T>(Utf8JsonWriter writer, in T value);

    public static T Read<T>(string json, Reader<T> read)
    {
        Utf8JsonReader reader = new(Encoding.UTF8.GetBytes(json));
        Assert.True(reader.Read());
        return read(ref reader);
    }

    public static string Through<T>(string json, Reader<T> read, Writer<T> write)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream)) write(writer, Read(json, read));
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
