using System.Diagnostics;

namespace Kybernet.Storage.Bench;

/// <summary>The machine's own etcd, alone, with its usual settings.</summary>
internal sealed class RealEtcd : IDisposable
{
    private readonly Process _process;

    private RealEtcd(Process process) => _process = process;

    public Uri Address { get; } = new("http://127.0.0.1:23799");

    /// <summary>Starts it; null where there is none.</summary>
    public static RealEtcd? Start(string directory)
    {
        var program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
            .Select(folder => Path.Combine(folder, "etcd")).FirstOrDefault(File.Exists);
        if (program is null) return null;
        ProcessStartInfo start = new(program) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in new[]
            {
                "--data-dir", directory, "--listen-client-urls", "http://127.0.0.1:23799", "--advertise-client-urls", "http://127.0.0.1:23799",
                "--listen-peer-urls", "http://127.0.0.1:23798", "--logger", "zap", "--log-level", "error",
            })
            start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        // Read, so that it never waits for us to.
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        return new RealEtcd(process);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
