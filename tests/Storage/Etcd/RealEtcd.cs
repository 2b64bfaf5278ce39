using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Kybernet.Storage.Tests.Etcd;

/// <summary>
/// A real etcd of the test's own, on loopback ports that were free, with its data in a directory that goes with it. It can be killed,
/// frozen and started again.
/// </summary>
internal sealed class RealEtcd : IDisposable
{
    private const int FirstPort = 20_000;
    private const int Ports = 12_000;

    private static readonly string? Program = Find("etcd");
    private static int _ports;

    private readonly string _directory = Directory.CreateTempSubdirectory("kybernet-etcd-").FullName;
    private readonly int _clientPort = FreePort();
    private readonly int _peerPort = FreePort();
    private readonly EtcdCertificates? _certificates;
    private string _members;
    private Process? _process;

    private RealEtcd(EtcdCertificates? certificates)
    {
        _certificates = certificates;
        _members = Member;
    }

    /// <summary>Starts a cluster of one; it may not answer yet.</summary>
    /// <param name="certificates">For TLS with client certificates; null for plain HTTP/2.</param>
    public static RealEtcd Start(EtcdCertificates? certificates = null)
    {
        RealEtcd server = new(certificates);
        server.Restart();
        return server;
    }

    /// <summary>Starts a cluster of several.</summary>
    /// <param name="count">Of how many.</param>
    /// <param name="withRelays">Whether the members reach each other through relays, which can be cut.</param>
    public static IReadOnlyList<RealEtcd> StartCluster(int count, bool withRelays = false)
    {
        List<RealEtcd> servers = [.. Enumerable.Range(0, count).Select(_ => new RealEtcd(null))];
        if (withRelays)
            foreach (var server in servers) server.PeerRelay = new TcpRelay(new Uri(server.Peer));
        foreach (var server in servers)
        {
            server._members = string.Join(',', servers.Select(other => other.Member));
            server.Restart();
        }

        return servers;
    }

    /// <summary>Why there can be none; null when there can.</summary>
    public static string? Missing => Program is null ? "not installed: etcd" : null;

    public string Scheme => _certificates is null ? "http" : "https";

    public Uri Address => new($"{Scheme}://127.0.0.1:{_clientPort}");

    /// <summary>Where the other members connect to it; null when they do so directly.</summary>
    public TcpRelay? PeerRelay { get; private set; }

    private string Peer => $"http://127.0.0.1:{_peerPort}";

    private string AdvertisedPeer => PeerRelay?.Address.ToString().TrimEnd('/') ?? Peer;

    private string Member => $"member-{_peerPort}={AdvertisedPeer}";

    /// <summary>Starts it again over the data that it had.</summary>
    public void Restart()
    {
        var client = Address.ToString().TrimEnd('/');
        ProcessStartInfo start = new(Program!)
        {
            ArgumentList =
            {
                "--name", $"member-{_peerPort}", "--data-dir", Path.Combine(_directory, "data"),
                "--listen-client-urls", client, "--advertise-client-urls", client,
                "--listen-peer-urls", Peer, "--initial-advertise-peer-urls", AdvertisedPeer, "--initial-cluster", _members,
                "--logger", "zap", "--log-level", "error", "--heartbeat-interval", "10", "--election-timeout", "100",
            },
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        if (_certificates is { } files)
            foreach (var argument in new[]
                { "--cert-file", files.ServerCertificate, "--key-file", files.ServerKey, "--client-cert-auth", "--trusted-ca-file", files.Authority })
                start.ArgumentList.Add(argument);
        _process = Process.Start(start)!;
        // Read, so that it never waits for us to.
        _process.ErrorDataReceived += static (_, _) => { };
        _process.OutputDataReceived += static (_, _) => { };
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
    }

    /// <summary>kill -9.</summary>
    public void Kill()
    {
        if (_process is not { } process) return;
        _process = null;
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    /// <summary>kill -STOP: its connections stay, and nobody answers on them.</summary>
    public void Freeze() => Signal("STOP");

    /// <summary>kill -CONT.</summary>
    public void Thaw() => Signal("CONT");

    /// <summary>Forgets its data, as if it were a new one; it must have been killed.</summary>
    public void Erase() => Directory.Delete(Path.Combine(_directory, "data"), recursive: true);

    public void Dispose()
    {
        Kill();
        PeerRelay?.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", _process!.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    // Not one that the system gives to whoever asks for any: between now and etcd's start a connection of another test would
    // be on it, now and then.
    private static int FreePort()
    {
        while (true)
        {
            var port = FirstPort + ((System.Environment.ProcessId * 31 + Interlocked.Increment(ref _ports)) % Ports);
            using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // Somebody has it: the next one.
            }
        }
    }

    private static string? Find(string program) =>
        (System.Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Select(directory => Path.Combine(directory, program)).FirstOrDefault(File.Exists);
}

/// <summary>Files for TLS.</summary>
internal sealed record EtcdCertificates(string Authority, string ServerCertificate, string ServerKey);

/// <summary>A test that needs etcd, skipped without it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EtcdFactAttribute : FactAttribute
{
    /// <summary>Looks for it.</summary>
    public EtcdFactAttribute() => Skip = RealEtcd.Missing;
}

/// <summary>The same with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EtcdTheoryAttribute : TheoryAttribute
{
    /// <summary>Looks for it.</summary>
    public EtcdTheoryAttribute() => Skip = RealEtcd.Missing;
}
