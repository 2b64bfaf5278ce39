using System.Net;
using Kybernet.Base.Metrics;
using Kybernet.Client;
using Kybernet.Host.Cluster;
using Kybernet.Host.Flags;

namespace Kybernet.Host.Commands.Components;

/// <summary>Where a component tells how it is: --secure-port and what belongs to it.</summary>
internal sealed class ServingFlags
{
    private readonly string _component;
    private readonly Flag<int> _port;
    private readonly Flag<IPAddress> _address;
    private readonly Flag<string> _certDir, _authentication, _authorization;
    private readonly CertificateFlags _certificate;

    /// <summary>Adds the flags.</summary>
    public ServingFlags(FlagTable flags, string component, int port)
    {
        _component = component;
        _port = flags.Integer("secure-port", port, "The port of /healthz and /metrics, with HTTPS; 0: none.");
        _address = flags.Value("bind-address", "ip", IPAddress.Any, "Where to listen.", FlagTypes.Address);
        _certificate = CertificateFlags.Serving(flags);
        _certDir = flags.Text("cert-dir", "", "Where the serving certificate lies that is made because none was given; without it it is not kept.");
        _authentication = flags.Text("authentication-kubeconfig", "", "With whose rights tokens of callers are reviewed; without it --kubeconfig's.");
        _authorization = flags.Text("authorization-kubeconfig", "", "With whose rights it is asked what callers may; without it --kubeconfig's.");
    }

    /// <summary>Starts to listen; null when the port is 0.</summary>
    public async Task<IAsyncDisposable?> StartAsync(ComponentStart start, ClientConfig config, CancellationToken cancellation)
    {
        if (start.Get(_port) == 0) return null;
        MetricRegistry metrics = new();
        ProcessMetrics.AddTo(metrics);
        var listen = new IPEndPoint(start.Get(_address), start.Get(_port));
        var host = Dns.GetHostName().ToLowerInvariant();
        var certificate = _certificate.Of(start) ?? SelfMadeCertificate.Ensure(
            start.Get(_certDir), _component, host, [host, "localhost"], [IPAddress.Loopback, IPAddress.IPv6Loopback, NodeAddress.Find()], start.Environment.Time);
        DelegatedAccess access = new(ClientOf(start, _authentication, config), ClientOf(start, _authorization, config));
        return await ComponentServer.StartAsync(listen, certificate, access, metrics, start.Loggers, cancellation);
    }

    // Lives as long as the process.
    private static KubeClient ClientOf(ComponentStart start, Flag<string> kubeconfig, ClientConfig config) =>
        new(ClientFlags.Connect(start, start.Get(kubeconfig) is { Length: > 0 } path ? Kubeconfig.Load(path).ToClientConfig() : config));
}
