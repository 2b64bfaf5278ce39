using Kybernet.Api.Flowcontrol.V1;
using Kybernet.Api.Json;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Tables;

internal sealed class PriorityLevelConfigurationPrinter : TablePrinter<PriorityLevelConfiguration>
{
    protected override void Print(PriorityLevelConfiguration obj, DateTimeOffset now, TableRow row)
    {
        var queuing = obj.Spec.Limited?.LimitResponse.Queuing;
        row.Add(
            obj.Metadata.Name,
            obj.Spec.Type,
            OrNone(obj.Spec.Limited?.NominalConcurrencyShares),
            OrNone(queuing?.Queues),
            OrNone(queuing?.HandSize),
            OrNone(queuing?.QueueLengthLimit),
            CellText.Age(obj, now));
    }

    private static JsonValue OrNone(int? number) => number is { } n ? n : CellText.None;
}
