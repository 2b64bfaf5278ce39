using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Tables;

/// <summary>What an event's row shows, whichever of the two groups it is asked from.</summary>
internal sealed class EventCells
{
    public required DateTimeOffset? First { get; init; }

    public required DateTimeOffset? Last { get; init; }

    public required DateTimeOffset? EventTime { get; init; }

    public required int Count { get; init; }

    public required (int Count, DateTimeOffset? Last)? Series { get; init; }

    public required EventSource Source { get; init; }

    public required string Controller { get; init; }

    public required string Instance { get; init; }

    public required ObjectReference Object { get; init; }

    public required string Type { get; init; }

    public required string Reason { get; init; }

    public required string Message { get; init; }

    public required string Name { get; init; }

    /// <summary>Adds the cells.</summary>
    public void AddTo(TableRow row, DateTimeOffset now)
    {
        var first = First ?? EventTime;
        // An event that was never repeated has no count in the newer group.
        var (count, last) = Series ?? (Count == 0 ? 1 : Count, Last ?? first);
        row.Add(
            HumanDuration.Since(last, now),
            Type,
            Reason,
            InvolvedObject(),
            Object.FieldPath,
            Reporter(),
            Message.Trim(),
            HumanDuration.Since(first, now),
            count,
            Name);
    }

    private string InvolvedObject()
    {
        var kind = Object.Kind.ToLowerInvariant();
        return Object.Name.Length > 0 ? $"{kind}/{Object.Name}" : kind;
    }

    private string Reporter()
    {
        var component = Source.Component.Length > 0 ? Source.Component : Controller;
        var host = Source.Host.Length > 0 ? Source.Host : Instance;
        return host.Length > 0 ? $"{component}, {host}" : component;
    }
}
