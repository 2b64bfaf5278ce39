using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Kybernet.Api.Selectors;

namespace Kybernet.Api.Tests.Selectors;

public sealed class LabelQueryTests
{
    private static readonly KubeMap<string> Labels = new() { ["app"] = "web", ["tier"] = "front", ["size"] = "5", ["empty"] = "" };

    [Theory]
    [InlineData("", true)]
    [InlineData("app=web", true)]
    [InlineData("app==web,tier!=back", true)]
    [InlineData("app = web , tier in (front, middle)", true)]
    [InlineData("app in (a)", false)]
    [InlineData("app notin (web,x)", false)]
    [InlineData("other notin (web,x)", true)]
    [InlineData("other!=x", true)]
    [InlineData("other=", false)]
    [InlineData("empty=", true)]
    [InlineData("empty in (,a)", true)]
    [InlineData("app", true)]
    [InlineData("!app", false)]
    [InlineData("!other", true)]
    [InlineData("size>4", true)]
    [InlineData("size>5", false)]
    [InlineData("size<6", true)]
    [InlineData("app<6", false)]
    [InlineData("other<6", false)]
    [InlineData("in in (in)", false)]
    public void A_query_matches(string text, bool matches) => Assert.Equal(matches, LabelQuery.Parse(text).Matches(Labels));

    [Theory]
    [InlineData("b=1,a=2", "a=2,b=1")]
    [InlineData("a in (z,b,b)", "a in (b,z)")]
    [InlineData("a notin ( )", "")]
    [InlineData("!a,b", "!a,b")]
    [InlineData("x==1,y!=2,z>3,w<4", "w<4,x==1,y!=2,z>3")]
    [InlineData("a in (,)", "a in ()")]
    public void The_spelling_is_canonical(string text, string canonical)
    {
        if (canonical.Length == 0) Assert.Throws<FormatException>(() => LabelQuery.Parse(text));
        else Assert.Equal(canonical, LabelQuery.Parse(text).ToString());
    }

    [Theory]
    [InlineData("app in", "unable to parse requirement: found '' expected: '('")]
    [InlineData("a=b=c", "found '=', expected: ',' or 'end of string'")]
    [InlineData(",a", "found ',', expected: !, identifier, or 'end of string'")]
    [InlineData("a,", "found '', expected: identifier after ','")]
    [InlineData("a,,b", "found ',', expected: identifier after ','")]
    [InlineData("!", "unable to parse requirement: found '', expected: identifier")]
    [InlineData("a (b)", "unable to parse requirement: found '(', expected: in, notin, =, ==, !=, gt, lt")]
    [InlineData("a in b", "unable to parse requirement: found 'b' expected: '('")]
    [InlineData("a in (b", "unable to parse requirement: found '', expected: ',' or ')'")]
    [InlineData("a in (=", "unable to parse requirement: found '=', expected: ',', ')' or identifier")]
    [InlineData("a in ()", "unable to parse requirement: values: Invalid value: []: for 'in', 'notin' operators, values set can't be empty")]
    [InlineData("a=(", "unable to parse requirement: found '(', expected: identifier")]
    [InlineData("a>x", "unable to parse requirement: values[0]: Invalid value: \"x\": for 'Gt', 'Lt' operators, the value must be an integer")]
    [InlineData("UPPER/x==1", @"unable to parse requirement: <nil>: Invalid value: ""UPPER/x"": prefix part a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')")]
    [InlineData("a=%", "unable to parse requirement: values[0][a]: Invalid value: \"%\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')")]
    public void What_is_no_query_is_refused_in_upstreams_words(string text, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => LabelQuery.Parse(text)).Message);

    [Fact]
    public void A_label_selector_becomes_a_query()
    {
        var query = LabelQuery.From(new() { ["app"] = "web" }, [("tier", "In", ["front", "back"]), ("x", "DoesNotExist", [])]);

        Assert.Equal("app=web,tier in (back,front),!x", query.ToString());
        Assert.True(query.Matches(Labels));
        Assert.False(query.Matches((KubeMap<string>?)null));
        Assert.Equal(LabelQuery.Everything, LabelQuery.From(null, []));
        Assert.False(LabelQuery.Nothing.Matches(Labels));
        Assert.NotEqual(LabelQuery.Nothing, LabelQuery.Everything);
        Assert.Equal("\"Like\" is not a valid label selector operator", Assert.Throws<FormatException>(() => LabelQuery.From(null, [("a", "Like", [])])).Message);
    }

    [Fact]
    public void A_required_value_is_known()
    {
        Assert.Equal("x", LabelQuery.Parse("a=x,b!=y").RequiredValue("a"));
        Assert.Equal("x", LabelQuery.Parse("a in (x)").RequiredValue("a"));
        Assert.Null(LabelQuery.Parse("a in (x,y)").RequiredValue("a"));
        Assert.Null(LabelQuery.Parse("b!=y").RequiredValue("b"));
    }

    [Property(MaxTest = 500)]
    public Property A_query_survives_its_text()
    {
        var name = Gen.Elements("a", "b.c/d", "in", "notin", "x_1");
        var requirement =
            from key in name
            from op in Gen.Elements(Enum.GetValues<LabelOperator>())
            from values in Gen.Elements("", "v", "w-1", "in").ArrayOf()
            select LabelRequirement.Create(key, op, op switch
            {
                LabelOperator.Exists or LabelOperator.DoesNotExist => [],
                LabelOperator.GreaterThan or LabelOperator.LessThan => ["7"],
                LabelOperator.In or LabelOperator.NotIn => [.. values, "z"],
                _ => ["v"],
            });
        return Prop.ForAll(requirement.ListOf().ToArbitrary(), requirements =>
        {
            var query = LabelQuery.Of(requirements);
            return LabelQuery.Parse(query.ToString()).Equals(query);
        });
    }
}
