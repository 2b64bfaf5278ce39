using System.Diagnostics;

namespace Kybernet.EndToEnd.Tests.Product;

/// <summary>The real kubectl, pointed at one cluster.</summary>
/// <param name="kubeconfig">The cluster and who calls it.</param>
public sealed class Kubectl(string kubeconfig)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>The program: KUBECTL's, or the one on PATH.</summary>
    public static string Program => Environment.GetEnvironmentVariable("KUBECTL") is { Length: > 0 } named ? named : "kubectl";

    /// <summary>One argument with spaces or quotes in it, JSON above all, as it is written into a command.</summary>
    public static string Word(string text) => $"\"{text.Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    /// <summary>Runs a command that has to succeed, and returns its standard output.</summary>
    public async Task<string> RunAsync(string arguments, string input = "")
    {
        var said = await TryAsync(arguments, input);
        Assert.True(said.Code == 0, $"kubectl {arguments}: {said.All}");
        return said.Output;
    }

    /// <summary>Runs a command that may fail.</summary>
    public Task<CommandOutput> TryAsync(string arguments, string input = "") => Programs.RunAsync(Prepare(arguments), input);

    /// <summary>Starts a command that goes on until it is ended.</summary>
    public RunningProgram Start(string arguments) => new(Prepare(arguments));

    /// <summary>Runs a command at a terminal of its own, where somebody types.</summary>
    public Task<CommandOutput> AtTerminalAsync(string arguments, string typed)
    {
        // script gives it a terminal, and passes on its exit code (-e).
        ProcessStartInfo start = new("script", ["-q", "-e", "-c", $"{Program} {arguments}", "/dev/null"]);
        start.Environment["KUBECONFIG"] = kubeconfig;
        return Programs.RunAsync(start, typed);
    }

    /// <summary>Runs <c>kubectl edit</c> with a program in the place of a person's editor.</summary>
    public Task<CommandOutput> EditAsync(string arguments, string editor)
    {
        var start = Prepare(arguments);
        start.Environment["KUBE_EDITOR"] = editor;
        return Programs.RunAsync(start);
    }

    /// <summary>Asks again until the answer is as wanted, and returns it.</summary>
    public async Task<string> WaitAsync(string arguments, Func<string, bool> isWanted)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var said = await RunAsync(arguments);
            if (isWanted(said)) return said;
            Assert.True(clock.Elapsed < Programs.Patience, $"kubectl {arguments} never said what was wanted, last: {said}");
            await Task.Delay(PollInterval);
        }
    }

    private ProcessStartInfo Prepare(string arguments) => new(Program, arguments) { Environment = { ["KUBECONFIG"] = kubeconfig } };
}
