using Kybernet.Api.Networking.V1;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Tables;

internal sealed class NetworkPolicyPrinter : TablePrinter<NetworkPolicy>
{
    protected override void Print(NetworkPolicy obj, DateTimeOffset now, TableRow row) =>
        row.Add(obj.Metadata.Name, CellText.Selector(obj.Spec.PodSelector), CellText.Age(obj, now));
}
