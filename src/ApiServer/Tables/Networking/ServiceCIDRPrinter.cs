using Kybernet.Api.Networking.V1;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Tables;

internal sealed class ServiceCIDRPrinter : TablePrinter<ServiceCIDR>
{
    protected override void Print(ServiceCIDR obj, DateTimeOffset now, TableRow row) =>
        row.Add(obj.Metadata.Name, string.Join(',', obj.Spec.Cidrs), CellText.Age(obj, now));
}
