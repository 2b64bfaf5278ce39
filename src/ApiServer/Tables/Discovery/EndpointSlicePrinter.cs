using System.Globalization;
using Kybernet.Api.Discovery.V1;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Tables;

internal sealed class EndpointSlicePrinter : TablePrinter<EndpointSlice>
{
    protected override void Print(EndpointSlice obj, DateTimeOffset now, TableRow row) => row.Add(
        obj.Metadata.Name,
        obj.AddressType,
        OrUnset(CellText.FirstThree([.. obj.Ports.Select(Port)])),
        OrUnset(CellText.FirstThree([.. obj.Endpoints.SelectMany(e => e.Addresses)])),
        CellText.Age(obj, now));

    private static string Port(EndpointPort port) => port.Port?.ToString(CultureInfo.InvariantCulture) ?? port.Name ?? "*";

    private static string OrUnset(string text) => text.Length > 0 ? text : CellText.Unset;
}
