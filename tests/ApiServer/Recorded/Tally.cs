using System.Globalization;
using System.Text;
using Xunit.Abstractions;

namespace Kybernet.ApiServer.Tests.Recorded;

/// <summary>
/// Counts equal answers by kind, and keeps the first differences to show. RECORDED_KIND=Pod narrows a replay to the kinds whose
/// name begins so (then every answer has to be the same), RECORDED_SHOW=50 shows so many differences instead of ten.
/// </summary>
/// <param name="what">What is counted: create, protocol ...</param>
internal sealed class Tally(string what)
{
    private readonly string? _kind = Environment.GetEnvironmentVariable("RECORDED_KIND");
    private readonly SortedDictionary<string, (int All, int Status, int Body)> _kinds = new(StringComparer.Ordinal);
    private readonly List<string> _differences = [];

    private readonly int _show =
        int.TryParse(Environment.GetEnvironmentVariable("RECORDED_SHOW"), CultureInfo.InvariantCulture, out var count) ? count : 10;

    /// <summary>Whether answers about a kind are wanted.</summary>
    public bool Wants(string kind) => _kind is null || kind.StartsWith(_kind, StringComparison.Ordinal);

    /// <summary>Counts an answer.</summary>
    /// <param name="kind">Under which kind.</param>
    /// <param name="status">Whether the HTTP code is the same.</param>
    /// <param name="body">Whether the body is, too.</param>
    /// <param name="describe">Tells the request and where the answers differ.</param>
    public void Add(string kind, bool status, bool body, Func<string> describe)
    {
        var same = status && body;
        var (all, statuses, bodies) = _kinds.GetValueOrDefault(kind);
        _kinds[kind] = (all + 1, statuses + (status ? 1 : 0), bodies + (same ? 1 : 0));
        if (!same && _differences.Count < _show) _differences.Add(describe());
    }

    /// <summary>Tells the figures, and fails if they are lower than they have to be.</summary>
    /// <param name="output">Where to tell them.</param>
    /// <param name="whole">How many answers of a hundred have to be the same (status, body) where the whole recording is replayed.</param>
    /// <param name="selection">The same of the selection.</param>
    public void Check(ITestOutputHelper output, (double Status, double Body) whole, (double Status, double Body) selection)
    {
        var (all, status, body) = (_kinds.Values.Sum(static k => k.All), Percent(static k => k.Status), Percent(static k => k.Body));
        var figures = string.Create(CultureInfo.InvariantCulture, $"{what}: {all} requests, same status {status:F2} %, same body {body:F2} %");
        output.WriteLine($"{figures} ({Recordings.Source})");
        foreach (var (kind, k) in _kinds.Where(static k => k.Value.Body < k.Value.All)) output.WriteLine($"  {k.All - k.Body} of {k.All} differ: {kind}");
        if (_kind is not null && all == 0) return;
        var (statuses, bodies) = _kind is not null ? (100, 100) : Recordings.AreWhole ? whole : selection;
        if (status >= statuses && body >= bodies) return;
        StringBuilder message = new();
        message.AppendLine(CultureInfo.InvariantCulture, $"{figures}; at least {statuses} % and {bodies} % are expected. RECORDED_KIND narrows it, RECORDED_SHOW shows more.");
        foreach (var difference in _differences) message.AppendLine(difference);
        Assert.Fail(message.ToString());
    }

    private double Percent(Func<(int All, int Status, int Body), int> count) => 100.0 * _kinds.Values.Sum(count) / Math.Max(1, _kinds.Values.Sum(static k => k.All));
}
