using Kybernet.Api.Events.V1;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Tables;

/// <summary>Prints events of the group events.k8s.io: the same cells as those of the core group.</summary>
internal sealed class EventsEventPrinter : TablePrinter<Event>
{
    protected override void Print(Event obj, DateTimeOffset now, TableRow row) => new EventCells
    {
        First = obj.DeprecatedFirstTimestamp,
        Last = obj.DeprecatedLastTimestamp,
        EventTime = obj.EventTime,
        Count = obj.DeprecatedCount,
        Series = obj.Series is { } series ? (series.Count, series.LastObservedTime) : null,
        Source = obj.DeprecatedSource,
        Controller = obj.ReportingController,
        Instance = obj.ReportingInstance,
        Object = obj.Regarding,
        Type = obj.Type,
        Reason = obj.Reason,
        Message = obj.Note,
        Name = obj.Metadata.Name,
    }.AddTo(row, now);
}
