using System.Text.Json;
using Kybernet.KubeProxy.Rules;

namespace Kybernet.KubeProxy.Syncing;

/// <summary>Finds what others have changed in the proxy's table.</summary>
internal static class TableComparison
{
    /// <summary>
    /// Compares chains by the number of their rules, maps by keys and verdicts. (Rules are not compared by their text: nft
    /// writes them in its own way.) What the kernel fills is not looked at.
    /// </summary>
    /// <param name="listing">The table as nft lists it, in JSON.</param>
    /// <param name="expected">What was put into it.</param>
    /// <returns>The first difference, in words; null for none.</returns>
    public static string? FirstDifference(JsonDocument listing, RuleSet expected)
    {
        Dictionary<string, int> rules = new(StringComparer.Ordinal);
        Dictionary<string, Dictionary<string, string>> elements = new(StringComparer.Ordinal);
        foreach (var entry in listing.RootElement.GetProperty("nftables").EnumerateArray())
        {
            if (entry.TryGetProperty("chain", out var chain)) rules.TryAdd(Text(chain, "name"), 0);
            else if (entry.TryGetProperty("rule", out var rule)) Count(rules, Text(rule, "chain"));
            else if (entry.TryGetProperty("map", out var map)) elements[Text(map, "name")] = Elements(map);
            else if (entry.TryGetProperty("set", out var set)) elements[Text(set, "name")] = Elements(set);
        }

        foreach (var (name, chain) in expected.Chains)
        {
            if (!rules.Remove(name, out var count)) return $"chain {name} is gone";
            if (count != chain.Rules.Count) return $"chain {name} has {count} rules in place of {chain.Rules.Count}";
        }
        if (rules.Count > 0) return $"chain {rules.Keys.First()} is not ours";
        foreach (var (name, set) in expected.Sets)
        {
            if (!elements.TryGetValue(name, out var found)) return $"set {name} is gone";
            // Networks are listed as ranges at times.
            if (set.Flags is null && FirstDifference(name, found, expected.Elements[name]) is { } difference) return difference;
        }
        return null;
    }

    private static string? FirstDifference(string set, Dictionary<string, string> found, OrderedDictionary<string, RuleElement> expected)
    {
        foreach (var (key, element) in expected)
        {
            if (!found.TryGetValue(key, out var value)) return $"{set} lacks {key}";
            if (value != (element.Value ?? "")) return $"{set} leads {key} to {value} in place of {element.Value}";
        }
        return found.Count > expected.Count ? $"{set} has elements that are not ours" : null;
    }

    private static Dictionary<string, string> Elements(JsonElement set)
    {
        Dictionary<string, string> elements = new(StringComparer.Ordinal);
        if (!set.TryGetProperty("elem", out var list)) return elements;
        foreach (var element in list.EnumerateArray())
        {
            if (element.ValueKind == JsonValueKind.Array) elements[Key(element[0])] = Verdict(element[1]);
            else elements[Key(element)] = "";
        }
        return elements;
    }

    // "10.96.0.1", {"concat": ["10.96.0.1", "tcp", 443]}, and either one in {"elem": {"val": …, "comment": …}}
    private static string Key(JsonElement key)
    {
        if (key.ValueKind != JsonValueKind.Object) return key.ToString();
        if (key.TryGetProperty("elem", out var inner)) return Key(inner.GetProperty("val"));
        if (!key.TryGetProperty("concat", out var parts)) return key.GetRawText();
        return string.Join(" . ", parts.EnumerateArray().Select(part => part.ToString()));
    }

    // {"drop": null}, {"goto": {"target": "chain"}}
    private static string Verdict(JsonElement verdict)
    {
        var property = verdict.EnumerateObject().First();
        return property.Value.ValueKind == JsonValueKind.Object ? $"{property.Name} {Text(property.Value, "target")}" : property.Name;
    }

    private static void Count(Dictionary<string, int> counts, string name) => counts[name] = counts.GetValueOrDefault(name) + 1;

    private static string Text(JsonElement element, string property) => element.GetProperty(property).GetString()!;
}
