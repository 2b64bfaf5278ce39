using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Tables;

internal sealed class EventPrinter : TablePrinter<Event>
{
    protected override void Print(Event obj, DateTimeOffset now, TableRow row) => new EventCells
    {
        First = obj.FirstTimestamp,
        Last = obj.LastTimestamp,
        EventTime = obj.EventTime,
        Count = obj.Count,
        Series = obj.Series is { } series ? (series.Count, series.LastObservedTime) : null,
        Source = obj.Source,
        Controller = obj.ReportingComponent,
        Instance = obj.ReportingInstance,
        Object = obj.InvolvedObject,
        Type = obj.Type,
        Reason = obj.Reason,
        Message = obj.Message,
        Name = obj.Metadata.Name,
    }.AddTo(row, now);
}
