using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Kybernet.EndToEnd.Tests;

/// <summary>The real executable, running a cluster whose node only pretends, in a directory of its own.</summary>
public sealed class HollowProduct : IAsyncLifetime
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan CommandLimit = TimeSpan.FromSeconds(60);

    private readonly string _data = Directory.CreateTempSubdirectory("kybernet-e2e-").FullName;
    private Process? _cluster;

    /// <summary>Starts the cluster and waits until it says that it is ready.</summary>
    public async Task InitializeAsync() => _cluster = await StartAsync();

    /// <summary>Asks the cluster to stop, waits for that, and deletes its data.</summary>
    public async Task DisposeAsync()
    {
        if (_cluster is { HasExited: false }) await StopAsync();
        Directory.Delete(_data, recursive: true);
    }

    /// <summary>Ends the process at once, as a crash would, and starts the cluster again.</summary>
    public async Task CrashAndRestartAsync()
    {
        _cluster!.Kill();
        await _cluster.WaitForExitAsync();
        _cluster = await StartAsync();
    }

    /// <summary>Asks the process to stop and returns its exit code.</summary>
    public async Task<int> StopAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", $"{_cluster!.Id}"])) await kill.WaitForExitAsync();
        await _cluster.WaitForExitAsync().WaitAsync(CommandLimit);
        return _cluster.ExitCode;
    }

    /// <summary>Runs kubectl and returns what it said.</summary>
    public async Task<string> KubectlAsync(string arguments, string input = "")
    {
        ProcessStartInfo start = new(KubectlFactAttribute.Program, arguments)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            Environment = { ["KUBECONFIG"] = Path.Combine(_data, "admin.kubeconfig") },
        };
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(CommandLimit);
        Assert.True(process.ExitCode == 0, $"kubectl {arguments}: {await errors}{await output}");
        return await output;
    }

    /// <summary>Asks again until the answer is as wanted.</summary>
    public async Task WaitAsync(string arguments, Func<string, bool> isWanted)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var said = await KubectlAsync(arguments);
            if (isWanted(said)) return;
            Assert.True(clock.Elapsed < CommandLimit, $"kubectl {arguments} never said what was wanted, last: {said}");
            await Task.Delay(100);
        }
    }

    private async Task<Process> StartAsync()
    {
        ProcessStartInfo start = new("dotnet", [Executable(), "up", "--runtime", "hollow", "--data-dir", _data, "--secure-port", $"{FreePort()}"])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        TaskCompletionSource ready = new();
        List<string> said = [];
        void Read(object sender, DataReceivedEventArgs line)
        {
            lock (said) said.Add(line.Data ?? "");
            if (line.Data?.Contains("The cluster is ready", StringComparison.Ordinal) == true) ready.TrySetResult();
        }

        process.OutputDataReceived += Read;
        process.ErrorDataReceived += Read;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var first = await Task.WhenAny(ready.Task, process.WaitForExitAsync(), Task.Delay(StartLimit));
        lock (said) Assert.True(first == ready.Task, $"the cluster did not start: {string.Join('\n', said)}");
        return process;
    }

    private static string Executable()
    {
        // tests/EndToEnd/bin/CONFIGURATION/FRAMEWORK → src/Kybernet/bin/CONFIGURATION/FRAMEWORK
        var framework = new DirectoryInfo(AppContext.BaseDirectory);
        var configuration = framework.Parent!;
        var root = configuration.Parent!.Parent!.Parent!.Parent!.FullName;
        return Path.Combine(root, "src", "Kybernet", "bin", configuration.Name, framework.Name, "kybernet.dll");
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
