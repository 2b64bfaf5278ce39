using System.Net;
using System.Security.Cryptography.X509Certificates;
using Kybernet.ApiServer;
using Kybernet.Base;
using Kybernet.Cluster;
using Kybernet.Storage;
using Microsoft.Extensions.Logging;

namespace Kybernet.Host.Cluster;

/// <summary>Store, API server, controllers and scheduler of a cluster, in this process.</summary>
internal sealed class ControlPlane : IAsyncDisposable
{
    private readonly ServedStore _store;
    private readonly AuditLog _audit;

    private ControlPlane(ExecutionEnvironment environment, ILoggerFactory loggers, ServedStore store, AuditLog audit, KubeApiServer server) =>
        (_store, _audit, Server, Components) = (store, audit, server, new ClusterComponents(server, environment, loggers));

    /// <summary>The API server.</summary>
    public KubeApiServer Server { get; }

    /// <summary>What runs beside it in this process.</summary>
    public ClusterComponents Components { get; }

    /// <summary>Opens the store and starts the API server.</summary>
    public static async Task<ControlPlane> StartAsync(
        ClusterPaths paths, ClusterCertificates certificates, ControlPlaneOptions options, ExecutionEnvironment environment,
        ILoggerFactory loggers, CancellationToken cancellation)
    {
        var store = await ServedStore.OpenAsync(paths, environment, loggers);
        AuditLog audit = new(new AuditLogOptions(Path.Combine(paths.Logs, "audit.log")) { WritesOnly = true }, environment);
        var serving = certificates.ApiServer(options.ServiceAddress, options.NodeAddress, "cluster.local").ToX509();
        var toKubelets = certificates.Client("apiserver-kubelet-client", "kube-apiserver-kubelet-client", UserInfo.PrivilegedGroup).ToX509();
        X509Certificate2Collection authorities = [];
        authorities.ImportFromPem(certificates.AuthorityPem);
        KubeApiServer server = new(new KubeApiServerOptions
        {
            Environment = environment,
            Store = store.Store,
            Loggers = loggers,
            Listen = [new IPEndPoint(IPAddress.IPv6Any, options.Port)],
            ServingCertificate = () => serving,
            Security = new SecurityOptions
            {
                ClientCaPem = certificates.AuthorityPem,
                ServiceAccountSigningKeyPem = certificates.ServiceAccountKey(),
            },
            AdvertiseAddress = options.NodeAddress,
            AdvertisePort = options.Port,
            ServiceClusterIPRanges = [options.ServiceCidr],
            Audit = audit,
            Kubelets = new KubeletConnectionOptions { ClientCertificate = () => toKubelets, Authorities = authorities, PreferredAddressTypes = ["InternalIP"] },
        });
        await server.StartAsync(cancellation);
        ControlPlane plane = new(environment, loggers, store, audit, server);
        await NodeRole.EnsureAsync(plane.Components.ClientFor(Identities.Admin), cancellation);
        return plane;
    }

    /// <summary>Opens the store's door for this user's commands.</summary>
    public Task ServeStoreAsync(CancellationToken cancellation) => _store.ServeAsync(new EtcdServerOptions { ListenUrls = [] }, cancellation);

    /// <summary>Stops all, the store last.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await Components.DisposeAsync();
        }
        finally
        {
            // Whatever failed beside it, what was written is to be closed properly.
            await Server.DisposeAsync();
            await _audit.DisposeAsync();
            await _store.DisposeAsync();
        }
    }
}
