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
    private readonly EtcdServingFlags _serving = new(flags, "embedded-etcd-", []);

    /// <summary>The files of this server.</summary>
    public ClusterPaths PathsOf(ComponentStart start) => ClusterPaths.For(NullIfEmpty(start.Get(_dataDir)));

    /// <summary>Opens the store that the flags name. The one place that knows which kinds of store there are.</summary>
    /// <returns>The store, and what is to be disposed of in the end.</returns>
    /// <exception cref="CommandFailure">The flags do not fit together.</exception>
    public async Task<(IObservableStore Store, IAsyncDisposable Owner)> OpenAsync(
        ComponentStart start, ClusterPaths paths, CancellationToken cancellation)
    {
        var serving = _serving.Of(start);
        if (start.Get(_servers) is { Count: > 0 } servers)
        {
            if (serving.ListenUrls.Count > 0 || serving.ListenMetricsUrls.Count > 0)
                throw new CommandFailure("--embedded-etcd-listen-client-urls and --embedded-etcd-listen-metrics-urls serve the embedded store; with --etcd-servers there is none");
            var etcd = await EtcdStore.OpenAsync(
                new EtcdStoreOptions
                {
                    Endpoints = [.. servers.Select(static text => EtcdAddress.Parse(text, "etcd-servers"))],
                    Prefix = start.Get(_prefix),
                    CaFile = NullIfEmpty(start.Get(_caFile)),
                    CertificateFile = NullIfEmpty(start.Get(_certFile)),
                    KeyFile = NullIfEmpty(start.Get(_keyFile)),
                    Logger = start.Loggers.CreateLogger("Store"),
                },
                start.Environment, cancellation);
            return (etcd, etcd);
        }

        var served = await ServedStore.OpenAsync(paths, start.Environment, start.Loggers);
        try
        {
            await served.ServeAsync(serving, cancellation);
            return (served.Store, served);
        }
        catch
        {
            await served.DisposeAsync();
            throw;
        }
    }

    private static string? NullIfEmpty(string text) => text.Length > 0 ? text : null;
}
