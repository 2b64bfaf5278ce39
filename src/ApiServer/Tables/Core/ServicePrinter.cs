using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Tables;

internal sealed class ServicePrinter : TablePrinter<Service>
{
    protected override void Print(Service obj, DateTimeOffset now, TableRow row) => row.Add(
        obj.Metadata.Name,
        obj.Spec.Type,
        obj.Spec.ClusterIPs.Count > 0 ? obj.Spec.ClusterIPs[0] : CellText.None,
        ExternalAddress(obj),
        CellText.OrNone(string.Join(',', obj.Spec.Ports.Select(Port))),
        CellText.Age(obj, now),
        CellText.Labels(obj.Spec.Selector));

    private static string ExternalAddress(Service service)
    {
        var external = service.Spec.ExternalIPs;
        switch (service.Spec.Type)
        {
            case "ClusterIP" or "NodePort":
                return CellText.OrNone(string.Join(',', external));
            case "LoadBalancer":
                var ingress = service.Status.LoadBalancer.Ingress.Select(i => i.Ip.Length > 0 ? i.Ip : i.Hostname);
                var all = string.Join(',', LoadBalancerCells.Distinct(ingress).Concat(external));
                return all.Length > 0 ? all : "<pending>";
            case "ExternalName":
                return service.Spec.ExternalName;
            default:
                return CellText.Unknown;
        }
    }

    private static string Port(ServicePort port) =>
        port.NodePort > 0 ? $"{port.Port}:{port.NodePort}/{port.Protocol}" : $"{port.Port}/{port.Protocol}";
}
