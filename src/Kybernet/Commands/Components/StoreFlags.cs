using Kybernet.Host.Cluster;
using Kybernet.Host.Flags;
using Kybernet.Storage;
using Microsoft.Extensions.Logging;

namespace Kybernet.Host.Commands.Components;

/// <summary>Where objects are kept: an etcd where --etcd-servers names one, else the embedded store under --data-dir.</summary>
internal sealed class StoreFlags(FlagTable flags)
{
    private readonly Flag<string> _dataDir = flags.Text(
        "data-dir", "", "Where the embedded store lies; without it /var/lib/kybernet for root, else under XDG_STATE_HOME.");
    private readonly Flag<IReadOnlyList<string>> _servers = flags.List(
        "etcd-servers", [], "The members of an etcd cluster (scheme://ip:port) to keep objects in, in place of the embedded store.");
    private readonly Flag<string> _prefix = flags.Text("etcd-prefix", "/registry", "What all keys in etcd begin with.");
    private readonly Flag<string> _caFile = flags.Text("etcd-cafile", "", "The authorities that sign etcd's certificates, as PEM.");
    private readonly Flag<string> _certFile = flags.Text("etcd-certfile", "", "The certificate to show to etcd, as PEM.");
    private readonly Flag<string> _keyFile = flags.Text("etcd-keyfile", "", "The key of --etcd-certfile.");

    /// <summary>The files of this server.</summary>
    public ClusterPaths PathsOf(ComponentStart start) => ClusterPaths.For(NullIfEmpty(start.Get(_dataDir)));

    /// <summary>Opens the store that the flags name. The one place that knows which kinds of store there are.</summary>
    /// <exception cref="CommandFailure">The flags do not fit together.</exception>
    public async Task<IObservableStore> OpenAsync(ComponentStart start, ClusterPaths paths, CancellationToken cancellation)
    {
        var logger = start.Loggers.CreateLogger("Store");
        if (start.Get(_servers) is { Count: > 0 } servers)
        {
            return await EtcdStore.OpenAsync(
                new EtcdStoreOptions
                {
                    Endpoints = [.. servers.Select(Endpoint)],
                    Prefix = start.Get(_prefix),
                    CaFile = NullIfEmpty(start.Get(_caFile)),
                    CertificateFile = NullIfEmpty(start.Get(_certFile)),
                    KeyFile = NullIfEmpty(start.Get(_keyFile)),
                    Logger = logger,
                },
                start.Environment, cancellation);
        }

        SecretFile.CreateDirectory(paths.Data);
        return await SqliteStore.OpenAsync(paths.Store, start.Environment, new EmbeddedStoreOptions { Logger = logger });
    }

    private static Uri Endpoint(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new CommandFailure($"--etcd-servers: \"{text}\" is no address of the form http://HOST:PORT or https://HOST:PORT");

    private static string? NullIfEmpty(string text) => text.Length > 0 ? text : null;
}
