using System.Globalization;
using System.Net;
using Kybernet.Api.Core.V1;
using Kybernet.Base;
using Kybernet.Client;
using Kybernet.Cluster;
using Kybernet.Host.Commands;
using Kybernet.Kubelet;
using Kybernet.Kubelet.Hollow;
using Microsoft.Extensions.Logging;

namespace Kybernet.Host.Cluster;

/// <summary>A whole cluster in this process: the control plane and its nodes.</summary>
internal sealed class AllInOne : IAsyncDisposable
{
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromMinutes(2);

    private readonly ControlPlane _plane;
    private readonly ExecutionEnvironment _environment;
    private readonly List<Task> _kubelets = [];

    private AllInOne(ControlPlane plane, ExecutionEnvironment environment) => (_plane, _environment) = (plane, environment);

    /// <summary>Starts everything and returns when all nodes are ready.</summary>
    public static async Task<AllInOne> StartAsync(
        UpOptions options, Steps steps, ExecutionEnvironment environment, ILoggerFactory loggers, CancellationToken cancellation)
    {
        var paths = options.Paths;
        var certificates = ClusterCertificates.Open(paths.Pki, environment.Time);
        ControlPlaneOptions planeOptions = new(NodeAddress.Find(), options.Port);
        WriteAdminKubeconfig(paths, certificates, options.Port);
        var plane = await steps.RunAsync(
            "store open, API server ready", () => ControlPlane.StartAsync(paths, certificates, planeOptions, environment, loggers, cancellation));
        AllInOne cluster = new(plane, environment);
        try
        {
            plane.Components.StartControllers(certificates.AuthorityPem);
            plane.Components.StartScheduler();
            if (options.Hollow) cluster.StartHollowNodes(options.Nodes, planeOptions, loggers);
            else await cluster.StartRealNodeAsync(options, planeOptions, certificates, steps, loggers, cancellation);
            await steps.RunAsync(options.Nodes == 1 ? "node ready" : $"{options.Nodes} nodes ready", () => cluster.WaitForNodesAsync(options.Nodes, cancellation));
            // Nobody asks for it while a cluster starts.
            await plane.ServeStoreAsync(cancellation);
            await File.WriteAllTextAsync(paths.ReadyFile, options.Hollow ? "hollow\n" : "containerd\n", cancellation);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Fails when a component fails: the cluster is not whole any more.</summary>
    public Task Failed => _plane.Components.Failed;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _plane.DisposeAsync();

    private void StartHollowNodes(int count, ControlPlaneOptions options, ILoggerFactory loggers)
    {
        for (var i = 0; i < count; i++)
        {
            var name = count == 1 ? HostName() : string.Create(CultureInfo.InvariantCulture, $"node-{i + 1}");
            HollowNodeOptions node = new()
            {
                NodeName = name, NodeIp = options.NodeAddress, PodCidr = string.Create(CultureInfo.InvariantCulture, $"10.{244 + i / 256}.{i % 256}.0/24"),
            };
            var kubelet = HollowKubelet.Create(node, _plane.Components.ClientFor(Identities.Node(name)), _environment, loggers);
            _kubelets.Add(kubelet.Ready);
            _plane.Components.Run(kubelet.RunAsync);
        }
    }

    private async Task StartRealNodeAsync(
        UpOptions options, ControlPlaneOptions planeOptions, ClusterCertificates certificates, Steps steps, ILoggerFactory loggers,
        CancellationToken cancellation)
    {
        LocalNode node = new(options.Paths, _environment, loggers);
        await steps.RunAsync("container engine and pod network ready", () => node.StartAsync(cancellation));
        _kubelets.Add(node.KubeletReady);
        foreach (var component in node.Components(HostName(), planeOptions, certificates, _plane, loggers)) _plane.Components.Run(component);
    }

    private async Task WaitForNodesAsync(int count, CancellationToken cancellation)
    {
        using CancellationTokenSource limit = new(ReadyLimit, _environment.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        var client = _plane.Components.ClientFor(Identities.Admin);
        try
        {
            // That a node is Ready may be from before a restart: what counts is that its kubelet is there.
            var first = await Task.WhenAny(Failed, Task.WhenAll(_kubelets).WaitAsync(both.Token));
            // A kubelet that ends before it is there has failed, and that is told next.
            await (first.IsCanceled && !both.IsCancellationRequested ? Failed.WaitAsync(both.Token) : first);
            while (true)
            {
                var nodes = await client.ListAsync<Node>(cancellation: both.Token);
                if (nodes.Items.Count(n => n.Status.Conditions.Any(c => c.Type == "Ready" && c.Status == "True")) >= count) return;
                if (Failed.IsFaulted) await Failed;
                await _environment.Delay(TimeSpan.FromMilliseconds(20), both.Token);
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            throw new CommandFailure($"the node did not become ready within {ReadyLimit.TotalSeconds:0} s: see the log kybernet.log under --data-dir");
        }
    }

    private static string HostName() => Dns.GetHostName().ToLowerInvariant();

    private static void WriteAdminKubeconfig(ClusterPaths paths, ClusterCertificates certificates, int port)
    {
        var admin = certificates.Client("admin", "kubernetes-admin", ApiServer.UserInfo.PrivilegedGroup);
        Kubeconfig.Of(
            new KubeconfigCluster { Name = "kybernet", Server = $"https://127.0.0.1:{port}", CertificateAuthorityPem = certificates.AuthorityPem },
            new KubeconfigUser { Name = "kubernetes-admin", ClientCertificatePem = admin.CertificatePem, ClientKeyPem = admin.KeyPem })
            .Save(paths.AdminKubeconfig);
    }
}
