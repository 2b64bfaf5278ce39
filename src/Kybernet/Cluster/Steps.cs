using System.Diagnostics;
using Spectre.Console;

namespace Kybernet.Host.Cluster;

/// <summary>Tells a person what is being done, as it is done: a line a step, with the time it took.</summary>
internal sealed class Steps(IAnsiConsole console)
{
    /// <summary>Does a step and tells of it.</summary>
    public async Task RunAsync(string what, Func<Task> step)
    {
        var clock = Stopwatch.StartNew();
        await step();
        console.MarkupLineInterpolated($"[green]✓[/] {what} [grey]({clock.Elapsed.TotalSeconds:0.00} s)[/]");
    }

    /// <summary>Does a step that gives something.</summary>
    public async Task<T> RunAsync<T>(string what, Func<Task<T>> step)
    {
        T result = default!;
        await RunAsync(what, async () => { result = await step(); });
        return result;
    }

    /// <summary>Tells something.</summary>
    public void Say(FormattableString text) => console.MarkupLineInterpolated(text);
}
