using System.Globalization;

namespace Kybernet.Scheduler.Framework;

/// <summary>Why a pod fits on no node: what each plugin said of how many nodes.</summary>
/// <param name="nodeCount">How many nodes there are.</param>
internal sealed class Diagnosis(int nodeCount)
{
    private readonly SortedDictionary<string, int> _reasons = new(StringComparer.Ordinal);
    private readonly HashSet<string> _plugins = new(StringComparer.Ordinal);

    /// <summary>The plugins that found something: only changes that matter to them are worth another try.</summary>
    public IReadOnlySet<string> Plugins => _plugins;

    /// <summary>A sentence about the pod itself, when it fell before nodes were tried; or empty.</summary>
    public string PreFilterMessage { get; set; } = "";

    /// <summary>What preemption says; or empty.</summary>
    public string PostFilterMessage { get; set; } = "";

    /// <summary>Notes that a plugin is against a node.</summary>
    public void Add(string plugin, Verdict verdict)
    {
        _plugins.Add(plugin);
        foreach (var reason in verdict.Reasons) _reasons[reason] = _reasons.GetValueOrDefault(reason) + 1;
    }

    /// <summary>Notes the plugin that is against the pod.</summary>
    public void AddPlugin(string plugin) => _plugins.Add(plugin);

    /// <summary>Upstream's sentence: <c>0/3 nodes are available: 1 Insufficient cpu, 2 node(s) were unschedulable.</c></summary>
    public override string ToString()
    {
        if (nodeCount == 0) return "no nodes available to schedule pods";
        var message = string.Create(CultureInfo.InvariantCulture, $"0/{nodeCount} nodes are available:");
        if (PreFilterMessage.Length > 0) message += $" {PreFilterMessage}.";
        else if (_reasons.Count > 0)
        {
            // Upstream sorts the finished phrases, count first.
            var phrases = _reasons.Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Value} {r.Key}")).Order(StringComparer.Ordinal);
            message += $" {string.Join(", ", phrases)}.";
        }

        return PostFilterMessage.Length > 0 ? $"{message} {PostFilterMessage}" : message;
    }
}
