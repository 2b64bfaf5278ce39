using Kybernet.Base;
using Kybernet.Linux.Nftables;
using Kybernet.Linux.Processes;

namespace Kybernet.Host.Cluster;

/// <summary>The kube-proxy's nft table, for taking it away when nobody keeps it any more.</summary>
internal static class KubeProxyTable
{
    /// <summary>Removes the table if it is there.</summary>
    public static async Task RemoveAsync(ExecutionEnvironment environment, CancellationToken cancellation)
    {
        NftTable table = new("ip", "kybernet-proxy");
        await new Nft(new ChildProcessRunner(environment.Time)).ApplyAsync(new NftTransaction(table).AddTable().RemoveTable(), cancellation);
    }
}
