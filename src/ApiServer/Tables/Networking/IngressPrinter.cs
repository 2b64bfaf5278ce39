using Kybernet.Api;
using Kybernet.Api.Networking.V1;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Tables;

internal sealed class IngressPrinter : TablePrinter<Ingress>
{
    private const int MostHosts = 3;

    protected override void Print(Ingress obj, DateTimeOffset now, TableRow row) => row.Add(
        obj.Metadata.Name,
        obj.Spec.IngressClassName ?? CellText.None,
        Hosts(obj.Spec.Rules),
        string.Join(',', LoadBalancerCells.Distinct(obj.Status.LoadBalancer.Ingress.Select(i => i.Ip.Length > 0 ? i.Ip : i.Hostname))),
        obj.Spec.Tls.Count > 0 ? "80, 443" : "80",
        CellText.Age(obj, now));

    // Rules without a host are counted among what is left out, as upstream does.
    private static string Hosts(KubeList<IngressRule> rules)
    {
        List<string> hosts = [];
        foreach (var rule in rules)
        {
            if (hosts.Count == MostHosts) return $"{string.Join(',', hosts)} + {rules.Count - MostHosts} more...";
            if (rule.Host.Length > 0) hosts.Add(rule.Host);
        }

        return hosts.Count == 0 ? "*" : string.Join(',', hosts);
    }
}
