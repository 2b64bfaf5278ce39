using System.Net;
using System.Security.Cryptography.X509Certificates;
using Kybernet.Base;
using Kybernet.Base.Metrics;
using Kybernet.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kybernet.ApiServer;

/// <summary>How an API server is set up. The names of upstream's flags are in brackets.</summary>
public sealed record KubeApiServerOptions
{
    /// <summary>Clock, chance and scheduler.</summary>
    public required ExecutionEnvironment Environment { get; init; }

    /// <summary>Where objects are kept. The server does not dispose it.</summary>
    public required IObservableStore Store { get; init; }

    /// <summary>Makes loggers.</summary>
    public ILoggerFactory Loggers { get; init; } = NullLoggerFactory.Instance;

    /// <summary>What is counted and measured, and told at /metrics; other components in the process may add theirs.</summary>
    public MetricRegistry Metrics { get; init; } = new();

    /// <summary>Where to listen for HTTPS (--bind-address, --secure-port); none: only callers in this process are served.</summary>
    public IReadOnlyList<IPEndPoint> Listen { get; init; } = [];

    /// <summary>The serving certificate with its key (--tls-cert-file, --tls-private-key-file); needed to listen.</summary>
    public Func<X509Certificate2>? ServingCertificate { get; init; }

    /// <summary>
    /// How many bytes a second a client must take of an answer that waits for it; who takes less is dropped. What waits is a
    /// piece of about 128 KiB, or one object.
    /// </summary>
    public int MinReadRate { get; init; } = 4096;

    /// <summary>By what callers are known and what they may do.</summary>
    public SecurityOptions Security { get; init; } = new();

    /// <summary>Where clients and pods reach the server (--advertise-address); null: it is not told.</summary>
    public IPAddress? AdvertiseAddress { get; init; }

    /// <summary>The port at <see cref="AdvertiseAddress"/>.</summary>
    public int AdvertisePort { get; init; } = 6443;

    /// <summary>Where clients reach the server, as host and port.</summary>
    internal string ExternalAddress => new IPEndPoint(AdvertiseAddress ?? IPAddress.Loopback, AdvertisePort).ToString();

    /// <summary>From where Services get their addresses (--service-cluster-ip-range): one network, or one of each family, the default one first.</summary>
    public IReadOnlyList<IPNetwork> ServiceClusterIPRanges { get; init; } = [IPNetwork.Parse("10.96.0.0/12")];

    /// <summary>From where Services get their node ports (--service-node-port-range): first and last.</summary>
    public (int First, int Last) ServiceNodePortRange { get; init; } = (30000, 32767);

    /// <summary>How long Events live (--event-ttl).</summary>
    public TimeSpan EventTtl { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How often superseded revisions are forgotten (--etcd-compaction-interval); zero: never.</summary>
    public TimeSpan CompactionInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Where the audit log goes; null: nowhere.</summary>
    public IAuditSink? Audit { get; init; }

    /// <summary>The way to kubelets.</summary>
    public KubeletConnectionOptions Kubelets { get; init; } = new();

    /// <summary>Admission plugins that are wanted beside the usual ones (--enable-admission-plugins).</summary>
    public IReadOnlyList<string> EnableAdmissionPlugins { get; init; } = [];

    /// <summary>Admission plugins that are left out (--disable-admission-plugins).</summary>
    public IReadOnlyList<string> DisableAdmissionPlugins { get; init; } = [];

    /// <summary>Whether the objects that a fresh control plane contains are created at start.</summary>
    public bool Bootstrap { get; init; } = true;
}
