using Kybernet.Host.Flags;
using Kybernet.Storage;
using Microsoft.Extensions.Logging;

namespace Kybernet.Host.Commands.Components;

/// <summary>Where the embedded store is served as etcd, and to whom: etcd's flags.</summary>
internal sealed partial class EtcdServingFlags
{
    private readonly string _prefix;
    private readonly Flag<string> _name, _certFile, _keyFile, _trustedCaFile;
    private readonly Flag<IReadOnlyList<string>> _listen, _advertise, _listenMetrics;
    private readonly Flag<bool> _clientCertAuth;
    private readonly Flag<int> _maxTxnOps, _maxRequestBytes;
    private readonly Flag<TimeSpan> _progressNotify;

    /// <param name="flags">Where to add them.</param>
    /// <param name="prefix">What their names begin with, where etcd is not all that the component is.</param>
    /// <param name="listen">Where to listen without the flag.</param>
    public EtcdServingFlags(FlagTable flags, string prefix, IReadOnlyList<string> listen)
    {
        EtcdServerOptions defaults = new();
        _prefix = prefix;
        _name = flags.Text(prefix + "name", defaults.Name, "What the one member is called.");
        _listen = flags.List(prefix + "listen-client-urls", listen, "Where the store is served as etcd: http://IP:PORT, https://IP:PORT, unix:///PATH.");
        _advertise = flags.List(prefix + "advertise-client-urls", [], "Where its clients are told to come; without it where it listens.");
        _listenMetrics = flags.List(
            prefix + "listen-metrics-urls", [], "Where its /health and /metrics are answered over HTTP/1.1; on https addresses they always are.");
        _certFile = flags.Text(prefix + "cert-file", "", "The certificate to serve it by https with, as PEM.");
        _keyFile = flags.Text(prefix + "key-file", "", $"The key of --{prefix}cert-file.");
        _trustedCaFile = flags.Text(prefix + "trusted-ca-file", "", "The authorities that sign its clients' certificates, as PEM.");
        _clientCertAuth = flags.Switch(prefix + "client-cert-auth", false, "Take only clients with such a certificate.");
        _maxTxnOps = flags.Integer(prefix + "max-txn-ops", defaults.MaxTxnOps, "How many operations a transaction may have.");
        _maxRequestBytes = flags.Integer(prefix + "max-request-bytes", defaults.MaxRequestBytes, "How many bytes a request may have.");
        _progressNotify = flags.Duration(
            prefix + "watch-progress-notify-interval", defaults.WatchProgressNotifyInterval, "How often a quiet watch that wants it is told how far it is.");
    }

    /// <summary>What the flags say.</summary>
    /// <exception cref="Cluster.CommandFailure">An address is none.</exception>
    /// <exception cref="FlagException">A number is too small.</exception>
    public EtcdServerOptions Of(ComponentStart start)
    {
        var options = Read(start);
        var logger = start.Loggers.CreateLogger("Etcd");
        foreach (var url in options.ListenUrls.Concat(options.ListenMetricsUrls).Where(static url => url.Scheme == "http"))
        {
            if (options.CertificateFile is not null || options.KeyFile is not null) LogCertificateIgnored(logger, url, _prefix);
            if (options.ClientCertAuth) LogClientCertAuthIgnored(logger, url, _prefix);
        }

        return options;
    }

    private EtcdServerOptions Read(ComponentStart start) => new()
    {
        Name = start.Get(_name),
        ListenUrls = Urls(start, _listen, "listen-client-urls"),
        AdvertiseUrls = Urls(start, _advertise, "advertise-client-urls"),
        ListenMetricsUrls = Urls(start, _listenMetrics, "listen-metrics-urls"),
        CertificateFile = NullIfEmpty(start.Get(_certFile)),
        KeyFile = NullIfEmpty(start.Get(_keyFile)),
        TrustedCaFile = NullIfEmpty(start.Get(_trustedCaFile)),
        ClientCertAuth = start.Get(_clientCertAuth),
        MaxTxnOps = AtLeastOne(start, _maxTxnOps, "max-txn-ops"),
        MaxRequestBytes = AtLeastOne(start, _maxRequestBytes, "max-request-bytes"),
        WatchProgressNotifyInterval = start.Get(_progressNotify) is var interval && interval > TimeSpan.Zero
            ? interval
            : throw new FlagException($"--{_prefix}watch-progress-notify-interval has to be more than 0"),
        Loggers = start.Loggers,
    };

    private List<Uri> Urls(ComponentStart start, Flag<IReadOnlyList<string>> flag, string name) =>
        [.. start.Get(flag).Select(text => EtcdAddress.Parse(text, _prefix + name))];

    private int AtLeastOne(ComponentStart start, Flag<int> flag, string name) =>
        start.Get(flag) is var value && value > 0 ? value : throw new FlagException($"--{_prefix}{name} has to be at least 1");

    private static string? NullIfEmpty(string text) => text.Length > 0 ? text : null;

    [LoggerMessage(LogLevel.Warning, "{Url} is http: --{Prefix}cert-file and --{Prefix}key-file are ignored there, and everything is served in the clear")]
    private static partial void LogCertificateIgnored(ILogger logger, Uri url, string prefix);

    [LoggerMessage(LogLevel.Warning, "{Url} is http: --{Prefix}client-cert-auth is ignored there, and everybody is let in")]
    private static partial void LogClientCertAuthIgnored(ILogger logger, Uri url, string prefix);
}
