using Kybernet.Api;
using Kybernet.ApiServer.Registry;
using CoreEvent = Kybernet.Api.Core.V1.Event;
using NewEvent = Kybernet.Api.Events.V1.Event;

namespace Kybernet.ApiServer.Strategies.Core;

/// <summary>Events of events.k8s.io/v1, which are the same objects as those of v1 under other names, and stored as these.</summary>
internal sealed class EventConverter : IConverter
{
    /// <inheritdoc/>
    public ResourceStrategy StoredRules { get; } = new NewEventStrategy();

    /// <inheritdoc/>
    public KubeObject ToStored(KubeObject served)
    {
        var from = (NewEvent)served.Clone();
        return new CoreEvent
        {
            Metadata = from.Metadata,
            InvolvedObject = from.Regarding,
            Related = from.Related,
            Reason = from.Reason,
            Action = from.Action,
            Message = from.Note,
            Type = from.Type,
            EventTime = from.EventTime,
            ReportingComponent = from.ReportingController,
            ReportingInstance = from.ReportingInstance,
            Source = from.DeprecatedSource,
            FirstTimestamp = from.DeprecatedFirstTimestamp,
            LastTimestamp = from.DeprecatedLastTimestamp,
            Count = from.DeprecatedCount,
            Series = from.Series is { } series ? new() { Count = series.Count, LastObservedTime = series.LastObservedTime } : null,
        };
    }

    /// <inheritdoc/>
    public KubeObject FromStored(KubeObject stored)
    {
        var from = (CoreEvent)stored.Clone();
        return new NewEvent
        {
            Metadata = from.Metadata,
            Regarding = from.InvolvedObject,
            Related = from.Related,
            Reason = from.Reason,
            Action = from.Action,
            Note = from.Message,
            Type = from.Type,
            EventTime = from.EventTime,
            ReportingController = from.ReportingComponent,
            ReportingInstance = from.ReportingInstance,
            DeprecatedSource = from.Source,
            DeprecatedFirstTimestamp = from.FirstTimestamp,
            DeprecatedLastTimestamp = from.LastTimestamp,
            DeprecatedCount = from.Count,
            Series = from.Series is { } series ? new() { Count = series.Count, LastObservedTime = series.LastObservedTime } : null,
        };
    }

    /// <inheritdoc/>
    public string? StoredField(string served) => served switch
    {
        "reportingController" => "reportingComponent",
        _ when served.StartsWith("regarding.", StringComparison.Ordinal) => "involvedObject." + served["regarding.".Length..],
        _ => null,
    };
}
