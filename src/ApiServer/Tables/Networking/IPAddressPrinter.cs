using Kybernet.Api.Networking.V1;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Tables;

internal sealed class IPAddressPrinter : TablePrinter<IPAddress>
{
    protected override void Print(IPAddress obj, DateTimeOffset now, TableRow row) =>
        row.Add(obj.Metadata.Name, obj.Spec.ParentRef is { } parent ? Parent(parent) : CellText.None);

    // As "services/default/kubernetes".
    private static string Parent(ParentReference parent)
    {
        var resource = (parent.Group.Length > 0 ? $"{parent.Resource}.{parent.Group}" : parent.Resource).ToLowerInvariant();
        return parent.Namespace.Length > 0 ? $"{resource}/{parent.Namespace}/{parent.Name}" : $"{resource}/{parent.Name}";
    }
}
