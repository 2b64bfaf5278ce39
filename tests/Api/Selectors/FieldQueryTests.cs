using FsCheck.Xunit;
using Kybernet.Api.Selectors;

namespace Kybernet.Api.Tests.Selectors;

public sealed class FieldQueryTests
{
    private readonly struct Fields : IFieldSet
    {
        public string GetField(string name) => name switch { "metadata.name" => "web", "status.phase" => "Running", _ => "" };
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("metadata.name=web", true)]
    [InlineData("metadata.name==web,status.phase!=Failed", true)]
    [InlineData("status.phase!=Running", false)]
    [InlineData("spec.nodeName=", true)]
    [InlineData(",metadata.name=web,", true)]
    public void A_query_matches(string text, bool matches) => Assert.Equal(matches, FieldQuery.Parse(text).Matches(new Fields()));

    [Theory]
    [InlineData("b=1,a!=2,c==3", "a!=2,b=1,c=3")]
    [InlineData(@"a=x\,y\=z\\", @"a=x\,y\=z\\")]
    [InlineData("a!b=c", "a!b=c")]
    public void The_spelling_is_canonical(string text, string canonical) => Assert.Equal(canonical, FieldQuery.Parse(text).ToString());

    [Theory]
    [InlineData("bad", "invalid selector: 'bad'; can't understand 'bad'")]
    [InlineData("a=b,bad!", "invalid selector: 'a=b,bad!'; can't understand 'bad!'")]
    [InlineData("a=b=c", "invalid field selector: unescaped character in value: 61")]
    [InlineData(@"a=\x", @"invalid field selector: invalid escape sequence: \x")]
    [InlineData(@"a=x\", @"invalid field selector: invalid escape sequence: \")]
    public void What_is_no_query_is_refused_in_upstreams_words(string text, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => FieldQuery.Parse(text)).Message);

    [Fact]
    public void A_required_value_is_known()
    {
        Assert.Equal("x", FieldQuery.Parse("metadata.name=x").RequiredValue("metadata.name"));
        Assert.Null(FieldQuery.Parse("metadata.name!=x").RequiredValue("metadata.name"));
    }

    [Property(MaxTest = 300)]
    public bool Any_value_survives_its_text(FsCheck.NonNull<string> value)
    {
        var query = FieldQuery.Of(new FieldRequirement("a.b", true, value.Get));
        return FieldQuery.Parse(query.ToString()).RequiredValue("a.b") == value.Get;
    }
}
