namespace Kybernet.EndToEnd.Tests.Product;

/// <summary>A cluster run by the real executable, in a data directory of its own.</summary>
/// <param name="upArguments">What <c>up</c> is told besides the data directory and the port.</param>
public sealed class Cluster(params string[] upArguments) : IAsyncDisposable
{
    private RunningProgram? _process;

    /// <summary>Where its data lies.</summary>
    public string Data { get; } = Directory.CreateTempSubdirectory("kybernet-e2e-").FullName;

    /// <summary>Where its API server listens.</summary>
    public int Port { get; } = Programs.FreePort();

    /// <summary>The administrator's kubeconfig.</summary>
    public string Kubeconfig => Path.Combine(Data, "admin.kubeconfig");

    /// <summary>kubectl as the administrator.</summary>
    public Kubectl Kubectl => new(Kubeconfig);

    /// <summary>Starts it, and returns what was said when it is ready.</summary>
    public async Task<string> UpAsync()
    {
        _process = new RunningProgram(KybernetExecutable.Command(["up", "--data-dir", Data, "--secure-port", $"{Port}", .. upArguments]));
        // The last of its lines.
        return await _process.WaitForAsync(said => said.Contains("kubectl get nodes", StringComparison.Ordinal));
    }

    /// <summary>Asks the process to stop (SIGTERM) and returns its exit code.</summary>
    public Task<int> StopAsync() => _process!.StopAsync();

    /// <summary>Ends the process at once, as a crash would.</summary>
    public Task CrashAsync() => _process!.KillAsync();

    /// <summary>Runs <c>down</c>.</summary>
    public async Task DownAsync(params string[] arguments)
    {
        var said = await KybernetExecutable.RunAsync(["down", "--data-dir", Data, .. arguments]);
        Assert.True(said.Code == 0, said.All);
    }

    /// <summary>Takes it off the machine, with its data.</summary>
    public async ValueTask DisposeAsync()
    {
        await DownAsync("--purge");
        if (_process is not null) await _process.DisposeAsync();
    }
}
