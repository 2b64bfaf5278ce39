using System.Text;
using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Pods;

namespace Kybernet.Kubelet.Containers;

/// <summary>The content of a pod's /etc/hosts.</summary>
internal static class HostsFile
{
    private const string PodHeader = "# Kubernetes-managed hosts file.\n";
    private const string NodeHeader = "# Kubernetes-managed hosts file (host network).\n";

    /// <param name="pod">The pod.</param>
    /// <param name="ips">Its addresses.</param>
    /// <param name="clusterDomain">The cluster's domain.</param>
    /// <param name="nodeFile">The node's own file, for pods on its network.</param>
    public static string Build(Pod pod, IReadOnlyList<string> ips, string clusterDomain, string nodeFile)
    {
        StringBuilder text = new();
        if (PodContainers.IsHostNetwork(pod))
        {
            text.Append(NodeHeader).Append(nodeFile);
        }
        else
        {
            text.Append(PodHeader).Append("""
                127.0.0.1	localhost
                ::1	localhost ip6-localhost ip6-loopback
                fe00::0	ip6-localnet
                fe00::0	ip6-mcastprefix
                fe00::1	ip6-allnodes
                fe00::2	ip6-allrouters

                """);
            var host = PodHostname.Of(pod, clusterDomain);
            var names = host.Domain.Length > 0 && !host.Name.Contains('.') ? $"{host.Name}.{host.Domain}\t{host.Name}" : host.Name;
            foreach (var ip in ips) text.Append(ip).Append('\t').Append(names).Append('\n');
        }

        if (pod.Spec.HostAliases.Count == 0) return text.ToString();
        text.Append("\n# Entries added by HostAliases.\n");
        foreach (var alias in pod.Spec.HostAliases) text.Append(alias.Ip).Append('\t').AppendJoin('\t', alias.Hostnames).Append('\n');
        return text.ToString();
    }
}
