using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kybernet.Storage;

/// <summary>Where an etcd is, how it is reached, and the bounds of its mirror. The names of kube-apiserver's flags are in brackets.</summary>
public sealed record EtcdStoreOptions
{
    /// <summary>The members of one etcd cluster, as <c>http://host:port</c>, <c>https://host:port</c> or <c>unix:///path</c> (--etcd-servers).</summary>
    public required IReadOnlyList<Uri> Endpoints { get; init; }

    /// <summary>What the keys begin with in etcd, taking the place of <see cref="KeyPrefix"/> (--etcd-prefix).</summary>
    public string Prefix { get; init; } = "/registry";

    /// <summary>What the keys begin with for who uses the store; others are refused.</summary>
    public string KeyPrefix { get; init; } = "/registry/";

    /// <summary>A PEM file of the authorities that may have signed etcd's certificate (--etcd-cafile); null: the machine's.</summary>
    public string? CaFile { get; init; }

    /// <summary>A PEM file with the certificate to show to etcd (--etcd-certfile); null: none. Read for each connection.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>A PEM file with its private key (--etcd-keyfile).</summary>
    public string? KeyFile { get; init; }

    /// <summary>How long a request to etcd may take, all tries together.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long opening the store may take while etcd does not answer.</summary>
    public TimeSpan OpenTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a connection may be silent before it is asked whether it lives; etcd forbids less than five seconds.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the answer to that may take.</summary>
    public TimeSpan KeepAliveTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many keys are read at once; fewer where so many do not fit into a message.</summary>
    public int PageSize { get; init; } = 500;

    /// <summary>The largest message that is taken from etcd, in bytes.</summary>
    public int MaxMessageBytes { get; init; } = 32 << 20;

    /// <summary>How many requests may be on their way; further callers wait for a place.</summary>
    public int RequestsInFlight { get; init; } = 1024;

    /// <summary>How many recent changes are kept at hand for watchers.</summary>
    public int EventBufferCount { get; init; } = 10_000;

    /// <summary>How many bytes of keys and values these changes may hold.</summary>
    public long EventBufferBytes { get; init; } = 16 << 20;

    /// <summary>Where the store tells of lost connections and recoveries.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;
}
