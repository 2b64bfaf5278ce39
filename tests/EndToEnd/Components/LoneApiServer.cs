using System.Diagnostics;
using Kybernet.EndToEnd.Tests.Product;

namespace Kybernet.EndToEnd.Tests.Components;

/// <summary>An API server alone in its process, in a directory of its own, and a kubeconfig for each of its users.</summary>
internal sealed class LoneApiServer : IAsyncDisposable
{
    private readonly string _command;
    private readonly string[] _more;
    private readonly string _directory = Directory.CreateTempSubdirectory("kybernet-alone-").FullName;
    private readonly string _port = $"{Programs.FreePort()}";
    private RunningProgram? _process;

    /// <summary>Where its data lies, if no flag says otherwise.</summary>
    public string Data => _directory;

    /// <summary>What it recorded.</summary>
    public string AuditLog => Path.Combine(_directory, "audit.log");

    /// <summary>The process.</summary>
    public RunningProgram Process => _process!;

    /// <summary>Where it listens.</summary>
    public Uri Address => new($"https://127.0.0.1:{_port}");

    private LoneApiServer(string command, string[] more) => (_command, _more) = (command, more);

    /// <summary>Starts one.</summary>
    /// <param name="more">Flags besides the usual ones.</param>
    public static Task<LoneApiServer> StartAsync(params string[] more) => StartAsync("kube-apiserver", more);

    /// <summary>Starts one with controllers and scheduler beside it.</summary>
    /// <param name="more">Flags besides the usual ones.</param>
    public static Task<LoneApiServer> StartControlPlaneAsync(params string[] more) => StartAsync("server", more);

    private static async Task<LoneApiServer> StartAsync(string command, string[] more)
    {
        LoneApiServer server = new(command, more);
        await File.WriteAllTextAsync(Path.Combine(server._directory, "tokens.csv"), """
            admin-token,admin,1,"system:masters"
            controllers-token,system:kube-controller-manager,2
            scheduler-token,system:kube-scheduler,3

            """);
        await server.StartAgainAsync();
        foreach (var (user, token) in new[] { ("admin", "admin-token"), ("controllers", "controllers-token"), ("scheduler", "scheduler-token"), ("stranger", "wrong") })
            await File.WriteAllTextAsync(server.Kubeconfig(user), server.KubeconfigText(token));
        return server;
    }

    /// <summary>Starts it over the same data.</summary>
    public Task StartAgainAsync(string? program = null) => LaunchAsync(program is null
        ? ComponentProcess.Start(_command, Flags)
        : ComponentProcess.Launch(program, Flags));

    /// <summary>The kubeconfig of a user: admin, controllers, scheduler, or a stranger.</summary>
    public string Kubeconfig(string user) => Path.Combine(_directory, user + ".kubeconfig");

    /// <summary>Runs kubectl; its exit code and what it said.</summary>
    public async Task<(int Code, string Said)> TryKubectlAsync(string arguments, string input = "", string user = "admin")
    {
        var said = await new Kubectl(Kubeconfig(user)).TryAsync(arguments, input);
        return (said.Code, said.All);
    }

    /// <summary>Runs kubectl, which has to succeed, and returns what it said.</summary>
    public Task<string> KubectlAsync(string arguments, string input = "") => new Kubectl(Kubeconfig("admin")).RunAsync(arguments, input);

    /// <summary>Starts kubectl with a command that goes on until it is ended.</summary>
    public RunningProgram StartKubectl(string arguments) => new Kubectl(Kubeconfig("admin")).Start(arguments);

    /// <summary>Asks again until the answer is as wanted, and returns it.</summary>
    public Task<string> WaitAsync(string arguments, Func<string, bool> isWanted) => new Kubectl(Kubeconfig("admin")).WaitAsync(arguments, isWanted);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private string[] Flags =>
    [
        $"--secure-port={_port}", "--bind-address", "127.0.0.1", "--token-auth-file", Path.Combine(_directory, "tokens.csv"), "--data-dir", _directory,
        "--cert-dir", Path.Combine(_directory, "certs"), $"--audit-log-path={AuditLog}", .. _more,
    ];

    private async Task LaunchAsync(RunningProgram process)
    {
        _process = process;
        using HttpClient http = new(new HttpClientHandler { ServerCertificateCustomValidationCallback = static (_, _, _, _) => true });
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                if (await http.GetStringAsync($"https://127.0.0.1:{_port}/readyz") == "ok") return;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            Assert.True(clock.Elapsed < Programs.Patience, $"the API server was not ready in time: {process.Said}");
            await Task.Delay(50);
        }
    }

    private string KubeconfigText(string token) => $$$"""
        apiVersion: v1
        kind: Config
        current-context: here
        contexts: [{name: here, context: {cluster: here, user: me}}]
        clusters: [{name: here, cluster: {server: "https://127.0.0.1:{{{_port}}}", certificate-authority: certs/apiserver.crt}}]
        users: [{name: me, user: {token: "{{{token}}}"}}]
        """;
}
