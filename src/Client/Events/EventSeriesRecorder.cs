using System.Text;
using System.Threading.Channels;
using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Json;
using Kybernet.Base;
using Microsoft.Extensions.Logging;
using SeriesEvent = Kybernet.Api.Events.V1.Event;

namespace Kybernet.Client;

/// <summary>
/// Writes events of the group events.k8s.io in the background, one after the other (upstream's tools/events, which newer
/// components use). One that comes again within six minutes makes a series of the first: that is told when it begins, every
/// half an hour, and when it is over.
/// </summary>
public sealed partial class EventSeriesRecorder : IAsyncDisposable
{
    private const int QueueLength = 1000;
    private const int MaxRemembered = 4096;
    private const int MaxTries = 12;
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SeriesEnd = TimeSpan.FromMinutes(6);
    private static readonly TimeSpan ToldAgainAfter = TimeSpan.FromMinutes(30);

    private readonly IKubeClient _client;
    private readonly ExecutionEnvironment _environment;
    private readonly string _controller;
    private readonly string _instance;
    private readonly ILogger _logger;
    private readonly EventNames _names = new();
    private readonly Dictionary<Key, Series> _series = [];
    private readonly CancellationTokenSource _stop;
    private readonly ITimer _upkeep;
    private readonly Task _writing;

    // Null: it is time to look at the series.
    private readonly Channel<Occurrence?> _queue = Channel.CreateBounded<Occurrence?>(
        new BoundedChannelOptions(QueueLength) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>A recorder that is ready for events.</summary>
    /// <param name="client">With whose rights events are written.</param>
    /// <param name="environment">Clock and scheduler.</param>
    /// <param name="controller">Who tells: <c>default-scheduler</c>.</param>
    /// <param name="instance">Which one of several: <c>default-scheduler-HOST</c>.</param>
    /// <param name="logger">Where failures are told.</param>
    public EventSeriesRecorder(IKubeClient client, ExecutionEnvironment environment, string controller, string instance, ILogger logger)
    {
        _client = client;
        _environment = environment;
        _controller = controller;
        _instance = instance;
        _logger = logger;
        _stop = new CancellationTokenSource(Timeout.InfiniteTimeSpan, environment.Time);
        _upkeep = environment.Time.CreateTimer(_ => _queue.Writer.TryWrite(null), null, SeriesEnd, SeriesEnd);
        _writing = environment.Run(WriteAllAsync, CancellationToken.None);
    }

    /// <summary>Records an event. Never waits and never fails: under pressure events are dropped.</summary>
    /// <param name="about">The object it is about.</param>
    /// <param name="type"><c>Normal</c> or <c>Warning</c>.</param>
    /// <param name="reason">Why, in one CamelCase word.</param>
    /// <param name="action">What was being done, in one CamelCase word.</param>
    /// <param name="note">For people.</param>
    public void Event(ObjectReference about, string type, string reason, string action, string note) =>
        _queue.Writer.TryWrite(new Occurrence(new Key(about.Kind, about.Namespace, about.Name, about.Uid, about.ApiVersion, about.ResourceVersion, about.FieldPath, type, reason, action), about, note, _environment.Now));

    /// <summary>Writes what is queued, for five seconds at most, and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        await _upkeep.DisposeAsync();
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
                    if (occurrence is null) await LookAtSeriesAsync();
                    else await TakeAsync(occurrence);
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    private async Task TakeAsync(Occurrence occurrence)
    {
        if (_series.TryGetValue(occurrence.Key, out var series))
        {
            series.Count++;
            series.Last = occurrence.At;
            // That it is one is told at once, how long it becomes later.
            if (series.Told == 1) await TellAsync(series);
            return;
        }

        if (_series.Count >= MaxRemembered) _series.Clear();
        _series[occurrence.Key] = series = new Series { Event = Build(occurrence), Last = occurrence.At, ToldAt = occurrence.At };
        await WriteAsync(series.Event, isRetry => CreateAsync(series.Event, isRetry));
    }

    private async Task LookAtSeriesAsync()
    {
        foreach (var (key, series) in _series.ToList())
        {
            var isOver = _environment.Now - series.Last >= SeriesEnd;
            if (series.Count > series.Told && (isOver || _environment.Now - series.ToldAt >= ToldAgainAfter)) await TellAsync(series);
            if (isOver) _series.Remove(key);
        }
    }

    private async Task TellAsync(Series series)
    {
        (series.Told, series.ToldAt) = (series.Count, _environment.Now);
        var value = series.Event;
        JsonValue patch = new JsonObject { ["series"] = new JsonObject { ["count"] = series.Count, ["lastObservedTime"] = KubeTime.FormatMicro(series.Last) } };
        await WriteAsync(value, async isRetry =>
        {
            try
            {
                await _client.PatchAsync<SeriesEvent>(
                    value.Metadata.Namespace, value.Metadata.Name, Patch.Strategic(Encoding.UTF8.GetString(patch.Encode())), "", _stop.Token);
            }
            catch (KubeApiException e) when (e.IsNotFound)
            {
                // Events live for an hour; this one has to be made again.
                value.Series = new() { Count = series.Count, LastObservedTime = series.Last };
                await CreateAsync(value, isRetry);
            }
        });
    }

    private Task CreateAsync(SeriesEvent value, bool isRetry) =>
        EventCreation.CreateAsync(_client, value, () => _names.Next(value.Regarding.Name, _environment.Now), isRetry, _stop.Token);

    private async Task WriteAsync(SeriesEvent value, Func<bool, Task> write)
    {
        for (var attempt = 1; attempt <= MaxTries; attempt++)
        {
            // The first retry comes at a random time, in case the server was overrun.
            if (attempt > 1) await _environment.Delay(attempt == 2 ? RetryPause * _environment.Random.NextDouble() : RetryPause, _stop.Token);
            try
            {
                await write(attempt > 1);
                return;
            }
            catch (KubeApiException e) when (e.Code != 429)
            {
                // The server has looked at it and will say the same again.
                if (!e.IsNamespaceTerminating) LogRejected(e, value.Reason, value.Regarding.Namespace, value.Regarding.Name);
                return;
            }
            catch (Exception e) when (e is KubeApiException or HttpRequestException or TimeoutException or IOException)
            {
                LogRetrying(e, attempt);
            }
        }
    }

    private SeriesEvent Build(Occurrence occurrence)
    {
        SeriesEvent value = new()
        {
            EventTime = occurrence.At,
            ReportingController = _controller,
            ReportingInstance = _instance,
            Action = occurrence.Key.Action,
            Reason = occurrence.Key.Reason,
            Regarding = occurrence.About,
            Note = occurrence.Note,
            Type = occurrence.Key.Type,
        };
        value.Metadata.Namespace = occurrence.About.Namespace.Length > 0 ? occurrence.About.Namespace : "default";
        value.Metadata.Name = _names.Next(occurrence.About.Name, occurrence.At);
        return value;
    }

    [LoggerMessage(LogLevel.Warning, "The server rejected the event {Reason} about {Namespace}/{Name}; it is not sent again")]
    private partial void LogRejected(Exception exception, string reason, string @namespace, string name);

    [LoggerMessage(LogLevel.Warning, "Could not write an event, attempt {Attempt}; trying again")]
    private partial void LogRetrying(Exception exception, int attempt);

    private sealed record Occurrence(Key Key, ObjectReference About, string Note, DateTimeOffset At);

    /// <summary>What the events of a series have in common; the note is not part of it.</summary>
    private readonly record struct Key(
        string Kind, string Namespace, string Name, string Uid, string ApiVersion, string ResourceVersion, string FieldPath,
        string Type, string Reason, string Action);

    private sealed class Series
    {
        public required SeriesEvent Event { get; init; }

        public int Count { get; set; } = 1;

        public int Told { get; set; } = 1;

        public required DateTimeOffset Last { get; set; }

        public required DateTimeOffset ToldAt { get; set; }
    }
}
