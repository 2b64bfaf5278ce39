using System.Globalization;
using System.Text;

namespace Kybernet.ApiServer.Tests.Strategies.Oracle;

/// <summary>Counts equal answers by kind, and keeps some differences to look at.</summary>
internal sealed class Tally(string? kind, string? show)
{
    private readonly SortedDictionary<string, (int All, int Status, int Body)> _kinds = new(StringComparer.Ordinal);
    private readonly StringBuilder _shown = new();
    private int _left = int.TryParse(show, CultureInfo.InvariantCulture, out var count) ? count : 0;

    public double Share => (double)_kinds.Values.Sum(k => k.Body) / _kinds.Values.Sum(k => k.All);

    public bool Wants(string other) => kind is null || other.StartsWith(kind, StringComparison.Ordinal);

    public void Add(string other, bool status, bool body, Func<string> describe)
    {
        var (all, statuses, bodies) = _kinds.GetValueOrDefault(other);
        _kinds[other] = (all + 1, statuses + (status ? 1 : 0), bodies + (body ? 1 : 0));
        if (body || _left-- <= 0) return;
        _shown.AppendLine(describe());
    }

    public override string ToString()
    {
        StringBuilder text = new();
        foreach (var (name, (all, status, body)) in _kinds.OrderByDescending(k => k.Value.All - k.Value.Body))
        {
            text.AppendLine($"{all - body,5} differ: {name}: {body} of {all} alike, {status} with the same status");
        }

        var total = _kinds.Values.Sum(k => k.All);
        text.AppendLine(CultureInfo.InvariantCulture, $"all: {_kinds.Values.Sum(k => k.Body)} of {total} alike ({Share:P2}), {_kinds.Values.Sum(k => k.Status)} with the same status");
        return text.Append(_shown).ToString();
    }
}
