using Kybernet.Api.Coordination.V1;
using Kybernet.Base;
using Kybernet.Client;
using Microsoft.Extensions.Logging;

namespace Kybernet.Kubelet.Node;

/// <summary>The node's heartbeat: a lease in kube-node-lease, renewed four times in the time that it holds.</summary>
internal sealed partial class NodeLease(
    KubeletOptions options, IKubeClient client, ExecutionEnvironment environment, ILogger logger)
{
    private const string Namespace = "kube-node-lease";
    private const double Jitter = 0.04;
    private const int RenewalsALease = 4;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(500);

    private Lease? _lease;

    /// <summary>Renews until cancelled.</summary>
    /// <param name="nodeUid">The uid that the node has now. A lease of a node that is gone would be collected.</param>
    /// <param name="stop">Ends it.</param>
    public async Task RunAsync(Func<string> nodeUid, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                var renewed = await TryRenewAsync(nodeUid(), stop);
                var wait = renewed ? environment.Random.Jitter(options.NodeLeaseDuration / RenewalsALease, Jitter) : RetryAfter;
                await environment.Delay(wait, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // stopping
        }
    }

    private async Task<bool> TryRenewAsync(string nodeUid, CancellationToken stop)
    {
        try
        {
            _lease ??= await FindAsync(stop);
            if (_lease is null)
            {
                _lease = await client.CreateAsync(Renew(New(), nodeUid), stop);
                return true;
            }

            _lease = await client.UpdateAsync(Renew(_lease.Clone(), nodeUid), "", stop);
            return true;
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            RenewalFailed(logger, options.NodeName, e);
            _lease = null; // whatever is wrong with it: read it again
            return false;
        }
    }

    private async Task<Lease?> FindAsync(CancellationToken stop)
    {
        try
        {
            return await client.GetAsync<Lease>(Namespace, options.NodeName, stop);
        }
        catch (KubeApiException e) when (e.IsNotFound)
        {
            return null;
        }
    }

    private Lease New()
    {
        Lease lease = new();
        lease.Metadata.Name = options.NodeName;
        lease.Metadata.Namespace = Namespace;
        return lease;
    }

    private Lease Renew(Lease lease, string nodeUid)
    {
        if (lease.Metadata.OwnerReferences is not [{ Kind: "Node" } owner] || owner.Uid != nodeUid)
        {
            lease.Metadata.OwnerReferences.Clear();
            lease.Metadata.OwnerReferences.Add(new() { ApiVersion = "v1", Kind = "Node", Name = options.NodeName, Uid = nodeUid });
        }

        lease.Spec.HolderIdentity = options.NodeName;
        lease.Spec.LeaseDurationSeconds = (int)options.NodeLeaseDuration.TotalSeconds;
        lease.Spec.RenewTime = environment.Now;
        return lease;
    }

    [LoggerMessage(LogLevel.Warning, "The lease of node {Node} could not be renewed; trying again")]
    private static partial void RenewalFailed(ILogger logger, string node, Exception error);
}
