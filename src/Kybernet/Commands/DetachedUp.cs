using Kybernet.Base;
using Kybernet.Host.Cluster;
using Kybernet.Linux.Processes;

namespace Kybernet.Host.Commands;

/// <summary><c>up --detach</c>: the cluster in a process of its own, which outlives the terminal; returns when it is ready.</summary>
internal static class DetachedUp
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    public static async Task<int> RunAsync(UpOptions options, CancellationToken cancellation)
    {
        options.Paths.Create();
        File.Delete(options.Paths.ReadyFile);
        var output = Path.Combine(options.Paths.Logs, "up.log");
        File.Delete(output);
        List<string> arguments =
        [
            "up", "--data-dir", options.Paths.Data, "--runtime", options.Hollow ? "hollow" : "containerd",
            "--nodes", $"{options.Nodes}", "--secure-port", $"{options.Port}", "--yes",
        ];
        var process = DetachedProcess.Start(Self(arguments), output);

        // Its lines are shown as they come, until it is ready or has given up.
        var environment = ExecutionEnvironment.System();
        var shown = 0L;
        while (true)
        {
            var ready = File.Exists(options.Paths.ReadyFile);
            var alive = process.IsRunning;
            shown = await ShowAsync(output, shown, cancellation);
            if (ready) return 0;
            if (!alive) return 1;
            await environment.Delay(PollInterval, cancellation);
        }
    }

    // This program again: by its own executable, or, where it was started as `dotnet kybernet.dll`, in the same way.
    private static Command Self(IReadOnlyList<string> arguments) => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
        ? new Command(Environment.ProcessPath!, [Environment.GetCommandLineArgs()[0], .. arguments])
        : new Command(Environment.ProcessPath!, arguments);

    private static async Task<long> ShowAsync(string path, long from, CancellationToken cancellation)
    {
        if (!File.Exists(path)) return from;
        await using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Seek(from, SeekOrigin.Begin);
        await using var output = Console.OpenStandardOutput();
        await file.CopyToAsync(output, cancellation);
        return file.Position;
    }
}
