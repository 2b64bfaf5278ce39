using System.Globalization;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Tables;

internal sealed class EndpointsPrinter : TablePrinter<Endpoints>
{
    protected override void Print(Endpoints obj, DateTimeOffset now, TableRow row) =>
        row.Add(obj.Metadata.Name, Addresses(obj), CellText.Age(obj, now));

    private static string Addresses(Endpoints endpoints) => endpoints.Subsets.Count == 0
        ? CellText.None
        : CellText.FirstThree([.. endpoints.Subsets.SelectMany(Addresses)]);

    // A headless service may have no ports.
    private static IEnumerable<string> Addresses(EndpointSubset subset) => subset.Ports.Count == 0
        ? subset.Addresses.Select(a => a.Ip)
        : subset.Ports.SelectMany(p => subset.Addresses.Select(a => HostPort(a.Ip, p.Port)));

    private static string HostPort(string ip, int port)
    {
        var number = port.ToString(CultureInfo.InvariantCulture);
        return ip.Contains(':', StringComparison.Ordinal) ? $"[{ip}]:{number}" : $"{ip}:{number}";
    }
}
