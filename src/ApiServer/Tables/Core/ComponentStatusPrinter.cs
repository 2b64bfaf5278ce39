using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Tables;

internal sealed class ComponentStatusPrinter : TablePrinter<ComponentStatus>
{
    protected override void Print(ComponentStatus obj, DateTimeOffset now, TableRow row)
    {
        var healthy = obj.Conditions.FirstOrDefault(c => c.Type == "Healthy");
        row.Add(
            obj.Metadata.Name,
            healthy is null ? "Unknown" : healthy.Status == "True" ? "Healthy" : "Unhealthy",
            healthy?.Message ?? "",
            healthy?.Error ?? "");
    }
}
