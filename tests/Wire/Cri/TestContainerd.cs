using System.Diagnostics;
using System.Text;
using Kybernet.Wire.Cri;
using Kybernet.Wire.Grpc;

namespace Kybernet.Wire.Tests.Cri;

/// <summary>A containerd of its own for the tests: its root, state and socket lie in a temporary folder.</summary>
public sealed class TestContainerd : IAsyncLifetime
{
    private readonly StringBuilder _log = new();
    private DirectoryInfo? _folder;
    private Process? _process;
    private GrpcChannel? _channel;

    public string Folder => _folder!.FullName;
    public string Socket => Path.Combine(Folder, "c.sock");
    public CriRuntimeClient Runtime => new(_channel!);
    public CriImageClient Images => new(_channel!);

    public const string SandboxImage = "kybernet.test/pause:1";

    public async Task InitializeAsync()
    {
        if (ContainerdFactAttribute.WhyNot() is not null) return;
        _folder = Directory.CreateTempSubdirectory("kbw");
        var config = Path.Combine(Folder, "config.toml");
        await File.WriteAllTextAsync(config, $"""
            version = 2
            root = "{Folder}/root"
            state = "{Folder}/state"
            [grpc]
              address = "{Socket}"
            [plugins."io.containerd.grpc.v1.cri"]
              restrict_oom_score_adj = true
              sandbox_image = "{SandboxImage}"
              stream_server_address = "127.0.0.1"
              stream_server_port = "0"
              [plugins."io.containerd.grpc.v1.cri".cni]
                conf_dir = "{Folder}/cni"
            """);
        _process = Process.Start(new ProcessStartInfo(ContainerdFactAttribute.Find("containerd")!, ["--config", config]) { RedirectStandardError = true })!;
        _process.ErrorDataReceived += (_, line) => { lock (_log) _log.AppendLine(line.Data); };
        _process.BeginErrorReadLine();
        _channel = GrpcChannel.ForUnixSocket(Socket);
        await WaitUntilReadyAsync();
    }

    // containerd has no way of saying that it is ready but to answer.
    private async Task WaitUntilReadyAsync()
    {
        var started = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await Runtime.VersionAsync(new());
                return;
            }
            catch (GrpcException e) when (e.Code == GrpcStatusCode.Unavailable)
            {
                if (_process!.HasExited || started.Elapsed > TimeSpan.FromSeconds(30))
                    throw new InvalidOperationException($"containerd does not answer: {e.Message}\n{Log}", e);
                await Task.Delay(50);
            }
        }
    }

    public string Log
    {
        get { lock (_log) return _log.ToString(); }
    }

    public async Task DisposeAsync()
    {
        _channel?.Dispose();
        if (_process is not null)
        {
            using var terminate = Process.Start("kill", [_process.Id.ToString()]);
            await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));
            _process.Dispose();
        }

        _folder?.Delete(recursive: true);
    }
}

[CollectionDefinition(nameof(TestContainerd))]
public sealed class ContainerdCollection : ICollectionFixture<TestContainerd>;
