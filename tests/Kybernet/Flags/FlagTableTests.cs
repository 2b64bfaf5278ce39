using System.Net;
using Kybernet.Host.Flags;

namespace Kybernet.Host.Tests.Flags;

public sealed class FlagTableTests
{
    private readonly FlagTable _table = new();
    private readonly Flag<string> _text;
    private readonly Flag<int> _port, _verbosity;
    private readonly Flag<bool> _elect;
    private readonly Flag<TimeSpan> _period;
    private readonly Flag<IReadOnlyList<string>> _list;

    public FlagTableTests()
    {
        _text = _table.Text("kubeconfig", "", "");
        _port = _table.Integer("secure-port", 6443, "");
        _verbosity = _table.Integer("v", 0, "");
        _elect = _table.Switch("leader-elect", true, "");
        _period = _table.Duration("retry-period", TimeSpan.FromSeconds(2), "");
        _list = _table.List("controllers", ["*"], "");
    }

    [Theory]
    [InlineData("--secure-port=1", 1)]
    [InlineData("--secure-port 1", 1)]
    [InlineData("--secure_port 1", 1)]
    [InlineData("--secure-port 1 --secure-port=2", 2)]
    [InlineData("", 6443)]
    public void A_value_stands_behind_an_equals_sign_or_as_the_next_argument_and_the_last_one_counts(string line, int port) =>
        Assert.Equal(port, Parse(line).Get(_port));

    [Theory]
    [InlineData("--leader-elect", true)]
    [InlineData("--leader-elect=true", true)]
    [InlineData("--leader-elect=false", false)]
    [InlineData("--leader-elect=0", false)]
    [InlineData("", true)]
    public void A_switch_alone_means_true(string line, bool on) => Assert.Equal(on, Parse(line).Get(_elect));

    [Theory]
    [InlineData("-v=4", 4)]
    [InlineData("-v 4", 4)]
    [InlineData("-v4", 4)]
    [InlineData("--v=4", 4)]
    public void A_flag_of_one_letter_has_one_dash(string line, int verbosity) => Assert.Equal(verbosity, Parse(line).Get(_verbosity));

    [Theory]
    [InlineData("", "*")]
    [InlineData("--controllers=a,b", "a,b")]
    [InlineData("--controllers=a --controllers b", "a,b")]
    [InlineData("--controllers *,-b", "*,-b")]
    [InlineData("--controllers -b", "-b")]
    public void A_list_goes_on_where_the_flag_is_repeated_and_takes_the_place_of_the_default(string line, string all) =>
        Assert.Equal(all.Split(','), Parse(line).Get(_list));

    [Fact]
    public void Durations_are_written_as_in_Go() => Assert.Equal(TimeSpan.FromSeconds(90.5), Parse("--retry-period=1m30s500ms").Get(_period));

    [Fact]
    public void What_was_given_is_told_apart_from_a_default()
    {
        var values = Parse("--secure-port=6443 --kubeconfig=");

        Assert.True(values.Has(_port));
        Assert.True(values.Has(_text));
        Assert.False(values.Has(_elect));
    }

    [Theory]
    [InlineData("--nonsense", "unknown flag: --nonsense")]
    [InlineData("--nonsense=1", "unknown flag: --nonsense")]
    [InlineData("-x", "unknown shorthand flag: 'x' in -x")]
    [InlineData("--secure-port", "flag needs an argument: --secure-port")]
    [InlineData("--secure-port=a", "invalid argument \"a\" for \"--secure-port\" flag: strconv.ParseInt: parsing \"a\": invalid syntax")]
    [InlineData("--leader-elect=maybe", "invalid argument \"maybe\" for \"--leader-elect\" flag: strconv.ParseBool: parsing \"maybe\": invalid syntax")]
    [InlineData("--retry-period=1", "invalid argument \"1\" for \"--retry-period\" flag: time: missing unit in duration \"1\"")]
    [InlineData("--leader-elect false", "no arguments are taken, got \"false\"")]
    [InlineData("start", "no arguments are taken, got \"start\"")]
    public void What_is_wrong_is_said_as_pflag_says_it(string line, string message) =>
        Assert.Equal(message, Assert.Throws<FlagException>(() => Parse(line)).Message);

    [Theory]
    [InlineData("10.96.0.0/12", true)]
    [InlineData("10.96.0.0", false)]
    [InlineData("10.96.0.0/33", false)]
    public void A_network_has_a_prefix(string text, bool isOne) => Check(() => FlagTypes.Network(text), isOne, IPNetwork.Parse("10.96.0.0/12"));

    [Theory]
    [InlineData("30000-32767", true)]
    [InlineData("32767-30000", false)]
    [InlineData("0-10", false)]
    [InlineData("1-65536", false)]
    [InlineData("30000", false)]
    public void A_range_of_ports_has_two_ends(string text, bool isOne) => Check(() => FlagTypes.Ports(text), isOne, new PortRange(30000, 32767));

    [Fact]
    public void Pairs_have_an_equals_sign()
    {
        Assert.Equal("b=c", FlagTypes.Pairs("x=,a=b=c")["a"]);
        Assert.Equal("", FlagTypes.Pairs("x=,a=b=c")["x"]);
        Assert.Throws<FormatException>(() => FlagTypes.Pairs("a"));
    }

    private static void Check<T>(Func<T> read, bool isOne, T expected)
    {
        if (isOne) Assert.Equal(expected, read());
        else Assert.Throws<FormatException>(() => read());
    }

    private FlagValues Parse(string line) => _table.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
