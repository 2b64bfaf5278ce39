using Kybernet.ApiServer.Admission;
using Kybernet.ApiServer.Connect;
using Kybernet.ApiServer.Strategies;
using Kybernet.ApiServer.Tables;

namespace Kybernet.ApiServer.Registry;

/// <summary>Who contributes to the catalogue: one line a folder.</summary>
internal static class CatalogParts
{
    /// <summary>All parts; of two that register the same the later counts.</summary>
    public static IReadOnlyList<ICatalogPart> All { get; } =
    [
        new StrategiesPart(),
        new TablePrinters(),
        new CoreParts(),
        new AdmissionPart(),
        new ConnectPart(),
    ];
}
