using Kybernet.Api.Flowcontrol.V1;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Tables;

internal sealed class FlowSchemaPrinter : TablePrinter<FlowSchema>
{
    protected override void Print(FlowSchema obj, DateTimeOffset now, TableRow row) => row.Add(
        obj.Metadata.Name,
        CellText.OrNone(obj.Spec.PriorityLevelConfiguration.Name),
        obj.Spec.MatchingPrecedence,
        obj.Spec.DistinguisherMethod?.Type ?? CellText.None,
        CellText.Age(obj, now),
        obj.Status.Conditions.FirstOrDefault(c => c.Type == "Dangling")?.Status ?? "?");
}
