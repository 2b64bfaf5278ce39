using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Kybernet.Api.Tests.Values;

public sealed class NamesTests
{
    private const string Label = "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
    private const string Subdomain = @"a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
    private const string Name = "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
    private static readonly string Long = new('x', 300);

    [Theory]
    [InlineData("abc")]
    [InlineData("a-1")]
    [InlineData("a.b", "must not contain dots")]
    [InlineData("", Label)]
    [InlineData("-a", Label)]
    [InlineData("A", Label)]
    [InlineData("LONG", "must be no more than 63 characters")]
    public void Labels(string value, params string[] errors) => Assert.Equal(errors, Names.CheckDns1123Label(value == "LONG" ? Long : value));

    [Theory]
    [InlineData("a.b-c.d")]
    [InlineData("LONG", "must be no more than 253 characters")]
    [InlineData("a..b", Subdomain)]
    [InlineData(".a", Subdomain)]
    [InlineData("a.b\n", Subdomain)]
    public void Subdomains(string value, params string[] errors) => Assert.Equal(errors, Names.CheckDns1123Subdomain(value == "LONG" ? Long : value));

    [Fact]
    public void Too_long_and_malformed_are_both_told() =>
        Assert.Equal(["must be no more than 253 characters", Subdomain], Names.CheckDns1123Subdomain(Long + "_"));

    [Theory]
    [InlineData("abc-1")]
    [InlineData("1a", "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')")]
    public void Dns1035_labels(string value, params string[] errors) => Assert.Equal(errors, Names.CheckDns1035Label(value));

    [Theory]
    [InlineData("a")]
    [InlineData("A_b.c-1")]
    [InlineData("example.com/MyName")]
    [InlineData("", "name part must be non-empty", Name)]
    [InlineData("/a", "prefix part must be non-empty")]
    [InlineData("UPPER/x", "prefix part " + Subdomain)]
    [InlineData("a/", "name part must be non-empty", Name)]
    [InlineData("a b", Name)]
    [InlineData("LONG", "name part must be no more than 63 bytes")]
    [InlineData("a/b/c", "a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')")]
    public void Qualified_names(string value, params string[] errors)
    {
        value = value == "LONG" ? Long : value;
        Assert.Equal(errors, Names.CheckQualifiedName(value));
        Assert.Equal(errors.Length == 0, Names.IsQualifiedName(value));
    }

    [Theory]
    [InlineData("")]
    [InlineData("My_value.1")]
    [InlineData("LONG", "must be no more than 63 bytes")]
    [InlineData("a b", "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')")]
    public void Label_values(string value, params string[] errors) => Assert.Equal(errors, Names.CheckLabelValue(value == "LONG" ? Long : value));

    [Theory]
    [InlineData("key.name_1")]
    [InlineData(".hidden")]
    [InlineData("a.b/c", "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')")]
    [InlineData(".", "must not be '.'")]
    [InlineData("..", "must not be '..'")]
    [InlineData("..a", "must not start with '..'")]
    public void Config_keys(string value, params string[] errors) => Assert.Equal(errors, Names.CheckConfigMapKey(value));

    [Theory]
    [InlineData("my.env-name")]
    [InlineData("1a", "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit (e.g. 'my.env-name',  or 'MY_ENV.NAME',  or 'MyEnvName1', regex used for validation is '[-._a-zA-Z][-._a-zA-Z0-9]*')")]
    [InlineData("..x", "must not start with '..'")]
    public void Strict_environment_names(string value, params string[] errors) => Assert.Equal(errors, Names.CheckEnvVarName(value));

    [Theory]
    [InlineData("1 a!")]
    [InlineData("", "environment variable name must be non-empty")]
    [InlineData("a=b", "a valid environment variable name must consist only of printable ASCII characters other than '='")]
    [InlineData("ä", "a valid environment variable name must consist only of printable ASCII characters other than '='")]
    public void Relaxed_environment_names(string value, params string[] errors) => Assert.Equal(errors, Names.CheckRelaxedEnvVarName(value));

    [Theory]
    [InlineData("http-2")]
    [InlineData("", "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)", "must contain at least one letter (a-z)")]
    [InlineData("80", "must contain at least one letter (a-z)")]
    [InlineData("a--b-", "must not contain consecutive hyphens", "must not begin or end with a hyphen")]
    [InlineData("abcdefghijklmnop", "must be no more than 15 characters")]
    public void Port_names(string value, params string[] errors) => Assert.Equal(errors, Names.CheckPortName(value));

    [Fact]
    public void The_rest()
    {
        Assert.Empty(Names.CheckPercent("93%"));
        Assert.Equal(["a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')"], Names.CheckPercent("%"));
        Assert.Empty(Names.CheckFullyQualifiedName("a.b.c"));
        Assert.Equal(["should be a domain with at least three segments separated by dots"], Names.CheckFullyQualifiedName("a.b"));
        Assert.Empty(Names.CheckWildcardDns1123Subdomain("*.a.b"));
        Assert.Single(Names.CheckWildcardDns1123Subdomain("a.b"));
        Assert.Empty(Names.CheckHttpHeaderName("X-Header"));
        Assert.Single(Names.CheckHttpHeaderName("X Header"));
        Assert.Empty(Names.CheckCIdentifier("_a1"));
        Assert.Single(Names.CheckCIdentifier("1a"));
        Assert.Equal(["must be between 1 and 65535, inclusive"], Names.CheckPortNumber(0));
    }

    [Theory]
    [InlineData("10.0.0.1", null)]
    [InlineData("2001:db8::1", null)]
    [InlineData("::", null)]
    [InlineData("010.0.0.1", "must not have leading 0s")]
    [InlineData("::ffff:1.2.3.4", "must not be an IPv4-mapped IPv6 address")]
    [InlineData("fe80::1%eth0", "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)")]
    [InlineData("[::1]", "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)")]
    [InlineData("1.2.3", "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)")]
    [InlineData("1.2.3.256", "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)")]
    [InlineData("0x1.2.3.4", "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)")]
    [InlineData("", "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)")]
    public void Addresses(string text, string? error) => Assert.Equal(error, IpText.CheckAddress(text));

    [Theory]
    [InlineData("10.0.0.0/8", null)]
    [InlineData("0.0.0.0/0", null)]
    [InlineData("2001:db8::/64", null)]
    [InlineData("10.0.0.1/8", "must not have bits set beyond the prefix length")]
    [InlineData("10.0.0.0/08", "must not have leading 0s in IP or prefix length")]
    [InlineData("010.0.0.0/8", "must not have leading 0s in IP or prefix length")]
    [InlineData("::ffff:10.0.0.0/104", "must not have an IPv4-mapped IPv6 address")]
    [InlineData("10.0.0.0/33", "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)")]
    [InlineData("10.0.0.0", "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)")]
    [InlineData("10.0.0.0/", "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)")]
    public void Networks(string text, string? error) => Assert.Equal(error, IpText.CheckCidr(text));

    // The hand-written checks against the regular expressions that the messages name.
    [Property(MaxTest = 2000)]
    public Property The_checks_agree_with_their_regular_expressions() => Prop.ForAll(
        Gen.Elements("abz09AZ-._/%~ =".ToCharArray()).ArrayOf().Select(c => new string(c)).ToArbitrary(),
        text =>
        {
            const string label = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
            const string subdomain = label + @"(\." + label + ")*";
            const string qualified = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
            bool Matches(string regex, int max = 253) => text.Length <= max && Regex.IsMatch(text, $@"\A({regex})\z");

            return Names.IsDns1123Label(text) == Matches(label, 63)
                && Names.IsDns1123Subdomain(text) == Matches(subdomain)
                && Names.IsDns1035Label(text) == Matches("[a-z]([-a-z0-9]*[a-z0-9])?", 63)
                && Names.IsQualifiedName(text) == (Matches($"({subdomain}/)?{qualified}") && text.Length - text.LastIndexOf('/') <= 64)
                && Names.IsLabelValue(text) == Matches($"({qualified})?", 63)
                && Names.IsPercent(text) == Matches("[0-9]+%")
                && Names.CheckEnvVarName(text).Count == 0 == (Matches("[-._a-zA-Z][-._a-zA-Z0-9]*") && text != "." && !text.StartsWith(".."));
        });
}
