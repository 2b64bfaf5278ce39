using System.Globalization;

namespace Kybernet.Kubelet.Hollow;

/// <summary>
/// What a container that only pretends would do: for how long it runs and with what it ends. Annotations of the pod say it, for
/// all its containers or (with <c>.NAME</c> behind) for one; else a few commands are understood; else it runs for ever.
/// </summary>
/// <param name="RunsFor">How long it runs; null: until it is stopped.</param>
/// <param name="ExitCode">What it ends with by itself.</param>
/// <param name="StopsAfter">How long it takes to end when it is asked to.</param>
/// <param name="ReadyAfter">How long its probes fail after its start.</param>
internal sealed record HollowProgram(TimeSpan? RunsFor, int ExitCode, TimeSpan StopsAfter, TimeSpan ReadyAfter)
{
    /// <summary>For how long it runs, in seconds.</summary>
    public const string RunsForAnnotation = "hollow.kybernet.io/runs-for-seconds";

    /// <summary>What it exits with.</summary>
    public const string ExitCodeAnnotation = "hollow.kybernet.io/exit-code";

    /// <summary>How long it takes to stop, in seconds.</summary>
    public const string StopsAfterAnnotation = "hollow.kybernet.io/stops-after-seconds";

    /// <summary>How long probes fail, in seconds.</summary>
    public const string ReadyAfterAnnotation = "hollow.kybernet.io/ready-after-seconds";

    /// <summary>Reads what the container is to pretend.</summary>
    public static HollowProgram Of(string container, IReadOnlyList<string> command, IEnumerable<KeyValuePair<string, string>> annotations)
    {
        var told = annotations.ToDictionary(StringComparer.Ordinal);
        var (runsFor, exitCode) = FromCommand(command);
        return new(
            Seconds(RunsForAnnotation) ?? runsFor,
            (int?)Number(ExitCodeAnnotation) ?? exitCode,
            Seconds(StopsAfterAnnotation) ?? TimeSpan.Zero,
            Seconds(ReadyAfterAnnotation) ?? TimeSpan.Zero);

        TimeSpan? Seconds(string key) => Number(key) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

        double? Number(string key) =>
            (told.TryGetValue($"{key}.{container}", out var text) || told.TryGetValue(key, out text))
            && double.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static (TimeSpan? RunsFor, int ExitCode) FromCommand(IReadOnlyList<string> command) => command switch
    {
        ["sleep", var seconds] when double.TryParse(seconds, CultureInfo.InvariantCulture, out var s) => (TimeSpan.FromSeconds(s), 0),
        ["true", ..] or ["echo", ..] => (TimeSpan.Zero, 0),
        ["false", ..] => (TimeSpan.Zero, 1),
        ["sh" or "/bin/sh", "-c", var script] when script.StartsWith("exit ", StringComparison.Ordinal)
            && int.TryParse(script.AsSpan(5), CultureInfo.InvariantCulture, out var code) => (TimeSpan.Zero, code),
        _ => (null, 0),
    };
}
