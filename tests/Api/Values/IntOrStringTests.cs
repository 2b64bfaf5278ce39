namespace Kybernet.Api.Tests.Values;

public sealed class IntOrStringTests
{
    [Theory]
    [InlineData("80")]
    [InlineData("\"http\"")]
    [InlineData("\"25%\"")]
    public void Json_keeps_its_kind(string json) => Assert.Equal(json, JsonText.Through(json, IntOrString.Read, IntOrString.Write));

    [Theory]
    [InlineData("true", "json: cannot unmarshal bool into Go value of type int32")]
    [InlineData("2147483648", "json: cannot unmarshal number 2147483648 into Go value of type int32")]
    [InlineData("1.5", "json: cannot unmarshal number 1.5 into Go value of type int32")]
    [InlineData("{}", "json: cannot unmarshal object into Go value of type int32")]
    public void Other_json_is_refused(string json, string message)
    {
        var mismatch = Assert.Throws<JsonMismatchException>(() => JsonText.Read(json, IntOrString.Read));

        Assert.Equal(message, mismatch.Message);
        Assert.Contains("into Go struct field A.b of type int32", mismatch.In("A.b").Message);
    }

    [Theory]
    [InlineData("25%", 10, 3, 2)]
    [InlineData("0%", 10, 0, 0)]
    [InlineData("100%", 7, 7, 7)]
    [InlineData("-10%", 15, -1, -2)]
    public void A_percentage_scales_up_or_down(string percent, int total, int up, int down)
    {
        Assert.Equal(up, new IntOrString(percent).Scale(total, roundUp: true));
        Assert.Equal(down, new IntOrString(percent).Scale(total, roundUp: false));
        Assert.Equal(4, new IntOrString(4).Scale(total, roundUp: true));
    }

    [Theory]
    [InlineData("5", "invalid value for IntOrString: invalid type: string is not a percentage")]
    [InlineData("a%", "invalid value for IntOrString: invalid value \"a%\": strconv.Atoi: parsing \"a\": invalid syntax")]
    public void Other_strings_do_not_scale(string text, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => new IntOrString(text).Scale(1, false)).Message);

    [Fact]
    public void Equality_tells_kinds_apart()
    {
        Assert.NotEqual(new IntOrString(1), new IntOrString("1"));
        Assert.Equal(IntOrString.Parse("1"), new IntOrString(1));
        Assert.Equal(IntOrString.Parse("http"), new IntOrString("http"));
    }
}
