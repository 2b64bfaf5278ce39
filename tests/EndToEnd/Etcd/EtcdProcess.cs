using System.Diagnostics;
using Kybernet.EndToEnd.Tests.Components;
using Kybernet.EndToEnd.Tests.Product;
using Kybernet.Storage.Tests.Serving;

namespace Kybernet.EndToEnd.Tests.Etcd;

/// <summary><c>kybernet etcd</c> in a process and a directory of its own.</summary>
internal sealed class EtcdProcess : IAsyncDisposable
{
    private readonly string[] _more;
    private readonly int _port = Programs.FreePort();
    private readonly string _directory = Directory.CreateTempSubdirectory("kybernet-etcd-").FullName;
    private RunningProgram? _process;

    private EtcdProcess(string[] more) => _more = more;

    /// <summary>Starts one.</summary>
    /// <param name="more">Flags besides the usual ones.</param>
    public static async Task<EtcdProcess> StartAsync(params string[] more)
    {
        EtcdProcess etcd = new(more);
        await etcd.StartAgainAsync();
        return etcd;
    }

    /// <summary>Where its clients come.</summary>
    public string Address => $"http://127.0.0.1:{_port}";

    /// <summary>Its data directory.</summary>
    public string Data => Path.Combine(_directory, "data");

    /// <summary>The process.</summary>
    public RunningProgram Process => _process!;

    /// <summary>The socket that it says it listens on.</summary>
    public string Socket => Process.Said.Split('\n').Single(static line => line.Contains(" on unix://", StringComparison.Ordinal)).Split(" on ")[1];

    /// <summary>A file beside its data.</summary>
    public string File(string name) => Path.Combine(_directory, name);

    /// <summary>Starts it over the same data.</summary>
    public async Task StartAgainAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        _process = ComponentProcess.Start("etcd", ["--data-dir", Data, "--listen-client-urls", Address, .. _more]);
        await _process.WaitForAsync($"on {Address}");
    }

    /// <summary>Runs etcdctl, which has to succeed, and returns what it said.</summary>
    public async Task<string> EtcdctlAsync(params string[] arguments)
    {
        var said = await TryEtcdctlAsync(arguments);
        Assert.True(said.Code == 0, $"etcdctl {string.Join(' ', arguments)}: {said.All}");
        return said.Output.TrimEnd();
    }

    /// <summary>Runs etcdctl.</summary>
    public Task<CommandOutput> TryEtcdctlAsync(params string[] arguments) => Etcdctl.RunAsync($"127.0.0.1:{_port}", arguments);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}
