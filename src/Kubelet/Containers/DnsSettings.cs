using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Pods;
using Kybernet.Wire.Cri;

namespace Kybernet.Kubelet.Containers;

/// <summary>Which name servers a pod asks: the cluster's, the node's, or its own.</summary>
internal sealed record DnsSettings(IReadOnlyList<string> Servers, IReadOnlyList<string> Searches, IReadOnlyList<string> Options)
{
    private const int MaxServers = 3;
    private static readonly DnsSettings Nothing = new([], [], []);

    /// <summary>A pod's settings.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="clusterServers">The cluster's DNS servers; none: pods ask what the node asks.</param>
    /// <param name="clusterDomain">The cluster's domain.</param>
    /// <param name="node">The node's own settings.</param>
    public static DnsSettings Of(Pod pod, IReadOnlyList<string> clusterServers, string clusterDomain, DnsSettings node)
    {
        var usesCluster = pod.Spec.DnsPolicy switch
        {
            "Default" or "None" => false,
            "ClusterFirstWithHostNet" => true,
            _ => !PodContainers.IsHostNetwork(pod),
        };
        var settings = pod.Spec.DnsPolicy == "None" ? Nothing
            : usesCluster && clusterServers.Count > 0 ? Cluster(pod.Metadata.Namespace, clusterServers, clusterDomain, node)
            : node;
        if (pod.Spec.DnsConfig is { } own) settings = settings.With(own);
        return settings with { Servers = [.. settings.Servers.Distinct().Take(MaxServers)], Searches = [.. settings.Searches.Distinct()] };
    }

    /// <summary>Reads a resolver configuration.</summary>
    public static DnsSettings Parse(IEnumerable<string> resolvConf)
    {
        List<string> servers = [], searches = [], options = [];
        foreach (var line in resolvConf)
        {
            var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            switch (words)
            {
                case ["nameserver", var server, ..]:
                    servers.Add(server);
                    break;
                case ["search", .. var domains]:
                    searches = [.. domains.Select(static d => d.TrimEnd('.')).Where(static d => d.Length > 0)];
                    break;
                case ["options", .. var told]:
                    options = [.. told];
                    break;
            }
        }

        return new(servers, searches, options);
    }

    /// <summary>As the runtime takes them.</summary>
    public DNSConfig ToCri()
    {
        DNSConfig config = new();
        config.Servers.AddRange(Servers);
        config.Searches.AddRange(Searches);
        config.Options.AddRange(Options);
        return config;
    }

    private static DnsSettings Cluster(string ns, IReadOnlyList<string> servers, string domain, DnsSettings node) => new(
        servers,
        domain.Length == 0 ? node.Searches : [$"{ns}.svc.{domain}", $"svc.{domain}", domain, .. node.Searches],
        ["ndots:5"]);

    private DnsSettings With(PodDNSConfig own)
    {
        Dictionary<string, string> options = [];
        foreach (var option in Options) options[option.Split(':')[0]] = option;
        foreach (var option in own.Options) options[option.Name] = option.Value is { Length: > 0 } value ? $"{option.Name}:{value}" : option.Name;
        return new([.. Servers, .. own.Nameservers], [.. Searches, .. own.Searches], [.. options.Values]);
    }
}
