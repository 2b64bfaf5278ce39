using System.Text.RegularExpressions;

namespace Kybernet.KubeProxy.Tests.Harness;

/// <summary>
/// As much of the kernel's packet filter as scripts can be tried on: chains, rules, sets and elements, and its refusals (what does
/// not exist, what exists with another value, what is still referred to).
/// </summary>
internal sealed partial class FakeTable
{
    private readonly SortedDictionary<string, List<string>> _chains = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, SortedDictionary<string, string>> _sets = new(StringComparer.Ordinal);

    public void Run(string script)
    {
        foreach (var line in script.Split('\n', StringSplitOptions.RemoveEmptyEntries)) RunCommand(line);
    }

    public override string ToString() => string.Join('\n',
        _chains.SelectMany(chain => chain.Value.Prepend($"chain {chain.Key}"))
            .Concat(_sets.SelectMany(set => set.Value.Select(element => $"{element.Key} {element.Value}").Prepend($"set {set.Key}"))));

    private void RunCommand(string line)
    {
        var match = Command().Match(line);
        Assert.True(match.Success, line);
        var (verb, name, rest) = ($"{match.Groups["verb"].Value} {match.Groups["what"].Value}", match.Groups["name"].Value, match.Groups["rest"].Value);
        switch (verb)
        {
            case "add table": break;
            case "delete table": _chains.Clear(); _sets.Clear(); break;
            case "add chain": _chains.TryAdd(name, []); break;
            case "flush chain": _chains[name].Clear(); break;
            case "delete chain":
                Assert.Empty(_chains[name]);
                Assert.DoesNotContain(References(), reference => reference == name);
                _chains.Remove(name);
                break;
            case "add rule":
                Assert.All(Names(rest), reference => Assert.True(_chains.ContainsKey(reference) || _sets.ContainsKey(reference), line));
                _chains[name].Add(rest);
                break;
            case "add set" or "add map": _sets.TryAdd(name, new(StringComparer.Ordinal)); break;
            case "delete set" or "delete map":
                Assert.DoesNotContain(References(), reference => reference == name);
                Assert.True(_sets.Remove(name), line);
                break;
            case "add element":
                var parts = rest.Trim('{', '}', ' ').Split(" : ", 2);
                if (parts.Length == 2) Assert.All(Names(parts[1]), chain => Assert.Contains(chain, _chains.Keys));
                _sets[name].Add(Key(parts[0]), parts.ElementAtOrDefault(1) ?? "");
                break;
            case "delete element": Assert.True(_sets[name].Remove(Key(rest.Trim('{', '}', ' '))), line); break;
            default: Assert.Fail(line); break;
        }
    }

    private IEnumerable<string> References() => _chains.Values.SelectMany(rules => rules).Concat(_sets.Values.SelectMany(set => set.Values)).SelectMany(Names);

    private static IEnumerable<string> Names(string text) => Reference().Matches(text).Select(match => match.Groups[1].Value);

    private static string Key(string element) => element.Split(" comment ")[0];

    [GeneratedRegex(@"^(?<verb>\w+) (?<what>\w+) ip kybernet-proxy ?(?<name>\S*) ?(?<rest>.*)$")]
    private static partial Regex Command();

    [GeneratedRegex(@"(?:goto |jump |@)([\w./-]+)")]
    private static partial Regex Reference();
}
