using System.Text;
using System.Threading.Channels;
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
public sealed partial class EventRecorder : IEventRecorder, IAsyncDisposable
{
    private const int QueueLength = 1000;
    private const int MaxTries = 12;
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(10);

    private readonly IKubeClient _client;
    private readonly ExecutionEnvironment _environment;
    private readonly ILogger _logger;
    private readonly EventSource _source;
    private readonly EventCorrelator _correlator;
    private readonly CancellationTokenSource _stop;
    private readonly Task _writing;
    private readonly EventNames _names = new();

    private readonly Channel<EventOccurrence> _queue = Channel.CreateBounded<EventOccurrence>(
        new BoundedChannelOptions(QueueLength) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });

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
        _logger = logger;
        _source = new EventSource { Component = component, Host = host };
        _source.Freeze();
        _correlator = new EventCorrelator(environment.Time);
        _stop = new CancellationTokenSource(Timeout.InfiniteTimeSpan, environment.Time);
        _writing = environment.Run(WriteAllAsync, CancellationToken.None);
    }

    /// <inheritdoc/>
    public void Event(ObjectReference about, string type, string reason, string message) =>
        _queue.Writer.TryWrite(new EventOccurrence(about, type, reason, message, _environment.Now));

    /// <summary>Writes what is queued, for five seconds at most, and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        _stop.CancelAfter(TimeSpan.FromSeconds(5));
        await _writing;
        _stop.Dispose();
    }

    private async Task WriteAllAsync()
    {
        try
        {
            // Not ReadAllAsync, which waits on the thread pool and would escape a simulation's one thread.
            while (await _queue.Reader.WaitToReadAsync(_stop.Token))
            {
                while (_queue.Reader.TryRead(out var occurrence))
                {
                    if (_correlator.Correlate(occurrence) is { } correlated) await WriteAsync(occurrence, correlated);
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    private async Task WriteAsync(EventOccurrence occurrence, CorrelatedEvent correlated)
    {
        // Made once: a retry asks for the same name, so that an attempt whose answer was lost is not told twice.
        Event? made = null;
        for (var attempt = 1; attempt <= MaxTries; attempt++)
        {
            // The first retry comes at a random time, in case the server was overrun.
            if (attempt > 1) await _environment.Delay(attempt == 2 ? RetryPause * _environment.Random.NextDouble() : RetryPause, _stop.Token);
            try
            {
                if (made is null && correlated.Before is { } before && await CountUpAsync(occurrence, correlated, before) is { } repeat)
                {
                    _correlator.Recorded(correlated.Key, repeat);
                    return;
                }

                var isRetry = made is not null;
                made ??= Build(occurrence, correlated);
                _correlator.Recorded(correlated.Key, await CreateAsync(occurrence, made, isRetry));
                return;
            }
            catch (KubeApiException e) when (e.Code != 429)
            {
                // The server has looked at it and will say the same again.
                if (!e.IsNamespaceTerminating) LogRejected(e, occurrence.Reason, occurrence.About.Namespace, occurrence.About.Name);
                return;
            }
            catch (Exception e) when (e is KubeApiException or HttpRequestException or TimeoutException or IOException)
            {
                LogRetrying(e, attempt);
            }
        }
    }

    // Null: the API has it no longer. Events live for an hour; this one has to be made again.
    private async Task<RecordedEvent?> CountUpAsync(EventOccurrence occurrence, CorrelatedEvent correlated, RecordedEvent before)
    {
        var repeat = before with { Count = before.Count + 1 };
        try
        {
            await _client.PatchAsync<Event>(
                NamespaceOf(occurrence), repeat.Name, CountUp(repeat.Count, correlated.Message, occurrence.At), "", _stop.Token);
            return repeat;
        }
        catch (KubeApiException e) when (e.IsNotFound)
        {
            return null;
        }
    }

    private async Task<RecordedEvent> CreateAsync(EventOccurrence occurrence, Event value, bool isRetry)
    {
        await EventCreation.CreateAsync(_client, value, () => NextName(occurrence), isRetry, _stop.Token);
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

    [LoggerMessage(LogLevel.Warning, "The server rejected the event {Reason} about {Namespace}/{Name}; it is not sent again")]
    private partial void LogRejected(Exception exception, string reason, string @namespace, string name);

    [LoggerMessage(LogLevel.Warning, "Could not write an event, attempt {Attempt}; trying again")]
    private partial void LogRetrying(Exception exception, int attempt);
}
