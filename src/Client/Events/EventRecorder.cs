using System.Text;
using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Json;
using Kybernet.Base;
using Microsoft.Extensions.Logging;

namespace Kybernet.Client;

/// <summary>
/// Writes events in the background, one after the other: new ones are created, repeats are counted up by a patch
/// (upstream's event broadcaster, recorder and sink).
/// </summary>
public sealed class EventRecorder : IEventRecorder, IAsyncDisposable
{

    private readonly IKubeClient _client;
    private readonly ExecutionEnvironment _environment;
    private readonly EventSource _source;
    private readonly EventCorrelator _correlator;
    private readonly EventNames _names = new();

    private readonly EventQueue<EventOccurrence> _queue;
    private readonly EventSink _sink;

    /// <summary>A recorder that is ready for events.</summary>
    /// <param name="client">With whose rights events are written.</param>
    /// <param name="environment">Clock and scheduler.</param>
    /// <param name="component">Who tells: <c>kubelet</c>, <c>default-scheduler</c>, <c>deployment-controller</c>.</param>
    /// <param name="host">On which node; empty for components without one.</param>
    /// <param name="logger">Where failures are told.</param>
    public EventRecorder(IKubeClient client, ExecutionEnvironment environment, string component, string host, ILogger logger)
    {
        _client = client;
        _environment = environment;
        _source = new EventSource { Component = component, Host = host };
        _source.Freeze();
        _correlator = new EventCorrelator(environment.Time);
        _sink = new EventSink(environment, logger);
        _queue = new EventQueue<EventOccurrence>(environment, TakeAsync);
    }

    /// <inheritdoc/>
    public void Event(ObjectReference about, string type, string reason, string message) =>
        _queue.Add(new EventOccurrence(about, type, reason, message, _environment.Now));

    /// <summary>Writes what is queued, for five seconds at most, and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        await _queue.DisposeAsync();
    }

    private async Task TakeAsync(EventOccurrence occurrence)
    {
        if (_correlator.Correlate(occurrence) is not { } correlated) return;
        // Made once: a retry asks for the same name, so that an attempt whose answer was lost is not told twice.
        Event? made = null;
        await _sink.WriteAsync(occurrence.Reason, occurrence.About.Namespace, occurrence.About.Name, WriteAsync, _queue.Stopping);

        async Task WriteAsync(bool _)
        {
            if (made is null && correlated.Before is { } before && await CountUpAsync(occurrence, correlated, before) is { } repeat)
            {
                _correlator.Recorded(correlated.Key, repeat);
                return;
            }

            // An attempt before may have failed to count up, and not have come to this.
            var isRetry = made is not null;
            made ??= Build(occurrence, correlated);
            _correlator.Recorded(correlated.Key, await CreateAsync(occurrence, made, isRetry));
        }
    }

    // Null: the API has it no longer. Events live for an hour; this one has to be made again.
    private async Task<RecordedEvent?> CountUpAsync(EventOccurrence occurrence, CorrelatedEvent correlated, RecordedEvent before)
    {
        var repeat = before with { Count = before.Count + 1 };
        try
        {
            await _client.PatchAsync<Event>(
                NamespaceOf(occurrence), repeat.Name, CountUp(repeat.Count, correlated.Message, occurrence.At), "", _queue.Stopping);
            return repeat;
        }
        catch (KubeApiException e) when (e.IsNotFound)
        {
            return null;
        }
    }

    private async Task<RecordedEvent> CreateAsync(EventOccurrence occurrence, Event value, bool isRetry)
    {
        await EventCreation.CreateAsync(_client, value, () => NextName(occurrence), isRetry, _queue.Stopping);
        return new RecordedEvent(value.Metadata.Name, value.Count, occurrence.At);
    }

    private static string NamespaceOf(EventOccurrence occurrence) => occurrence.About.Namespace.Length > 0 ? occurrence.About.Namespace : "default";

    private static Patch CountUp(int count, string message, DateTimeOffset last)
    {
        JsonValue patch = new JsonObject { ["count"] = count, ["lastTimestamp"] = KubeTime.Format(last), ["message"] = message };
        return Patch.Strategic(Encoding.UTF8.GetString(patch.Encode()));
    }

    private Event Build(EventOccurrence occurrence, CorrelatedEvent correlated)
    {
        Event value = new()
        {
            InvolvedObject = occurrence.About,
            Reason = occurrence.Reason,
            Message = correlated.Message,
            Source = _source.Clone(),
            FirstTimestamp = occurrence.At,
            LastTimestamp = occurrence.At,
            Count = (correlated.Before?.Count ?? 0) + 1,
            Type = occurrence.Type,
            ReportingComponent = _source.Component,
            ReportingInstance = _source.Host,
        };
        value.Metadata.Namespace = NamespaceOf(occurrence);
        value.Metadata.Name = NextName(occurrence);
        return value;
    }

    private string NextName(EventOccurrence occurrence) => _names.Next(occurrence.About.Name, occurrence.At);
}
