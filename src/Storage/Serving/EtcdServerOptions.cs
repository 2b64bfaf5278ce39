using Kybernet.Storage.Etcd;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kybernet.Storage;

/// <summary>Where the etcd v3 API of a store is served, and its bounds. The names of etcd's flags are in brackets.</summary>
public sealed record EtcdServerOptions
{
    /// <summary>
    /// Where to listen: <c>http://host:port</c>, <c>https://host:port</c>, <c>unix:///path</c> (--listen-client-urls). Port 0 chooses one.
    /// </summary>
    public IReadOnlyList<Uri> ListenUrls { get; init; } = [new("http://localhost:2379")];

    /// <summary>Where /health and /metrics are answered over HTTP/1.1, too (--listen-metrics-urls); none.</summary>
    public IReadOnlyList<Uri> ListenMetricsUrls { get; init; } = [];

    /// <summary>Where clients are told to come; none: where it listens (--advertise-client-urls).</summary>
    public IReadOnlyList<Uri> AdvertiseUrls { get; init; } = [];

    /// <summary>The one member's name (--name).</summary>
    public string Name { get; init; } = "default";

    /// <summary>A PEM file with the certificate to serve https with (--cert-file). Read for each connection.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>A PEM file with its private key (--key-file).</summary>
    public string? KeyFile { get; init; }

    /// <summary>A PEM file of the authorities that sign clients' certificates (--trusted-ca-file).</summary>
    public string? TrustedCaFile { get; init; }

    /// <summary>Whether clients must show a certificate of these authorities (--client-cert-auth).</summary>
    public bool ClientCertAuth { get; init; }

    /// <summary>How many operations a transaction may have (--max-txn-ops).</summary>
    public int MaxTxnOps { get; init; } = EtcdLimits.UsualTxnOps;

    /// <summary>How many bytes a request may have (--max-request-bytes).</summary>
    public int MaxRequestBytes { get; init; } = 1536 * 1024;

    /// <summary>How often a quiet watch that asked for it is told how far it is (--watch-progress-notify-interval).</summary>
    public TimeSpan WatchProgressNotifyInterval { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Make the loggers.</summary>
    public ILoggerFactory Loggers { get; init; } = NullLoggerFactory.Instance;
}
