using Kybernet.Api.Apiregistration.V1;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Tables;

internal sealed class APIServicePrinter : TablePrinter<APIService>
{
    protected override void Print(APIService obj, DateTimeOffset now, TableRow row) => row.Add(
        obj.Metadata.Name,
        obj.Spec.Service is { } service ? $"{service.Namespace}/{service.Name}" : "Local",
        Available(obj.Status.Conditions.FirstOrDefault(c => c.Type == "Available")),
        CellText.Age(obj, now));

    private static string Available(APIServiceCondition? condition) => condition switch
    {
        null => "Unknown",
        { Status: "True" } or { Reason: "" } => condition.Status,
        _ => $"{condition.Status} ({condition.Reason})",
    };
}
