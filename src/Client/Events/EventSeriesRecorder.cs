using System.Text;
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
public sealed class EventSeriesRecorder : IAsyncDisposable
{
    private const int MaxRemembered = 4096;
    private static readonly TimeSpan SeriesEnd = TimeSpan.FromMinutes(6);
    private static readonly TimeSpan ToldAgainAfter = TimeSpan.FromMinutes(30);

    private readonly IKubeClient _client;
    private readonly ExecutionEnvironment _environment;
    private readonly string _controller;
    private readonly string _instance;
    private readonly EventNames _names = new();
    private readonly Dictionary<Key, Series> _series = [];
    private readonly ITimer _upkeep;

    // Null: it is time to look at the series.
    private readonly EventQueue<Occurrence?> _queue;
    private readonly EventSink _sink;

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
        _sink = new EventSink(environment, logger);
        _queue = new EventQueue<Occurrence?>(environment, one => one is null ? LookAtSeriesAsync() : TakeAsync(one));
        _upkeep = environment.Time.CreateTimer(_ => _queue.Add(null), null, SeriesEnd, SeriesEnd);
    }

    /// <summary>Records an event. Never waits and never fails: under pressure events are dropped.</summary>
    /// <param name="about">The object it is about.</param>
    /// <param name="type"><c>Normal</c> or <c>Warning</c>.</param>
    /// <param name="reason">Why, in one CamelCase word.</param>
    /// <param name="action">What was being done, in one CamelCase word.</param>
    /// <param name="note">For people.</param>
    public void Event(ObjectReference about, string type, string reason, string action, string note) =>
        _queue.Add(new Occurrence(new Key(about.Kind, about.Namespace, about.Name, about.Uid, about.ApiVersion, about.ResourceVersion, about.FieldPath, type, reason, action), about, note, _environment.Now));

    /// <summary>Writes what is queued, for five seconds at most, and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        await _upkeep.DisposeAsync();
        await _queue.DisposeAsync();
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
                    value.Metadata.Namespace, value.Metadata.Name, Patch.Strategic(Encoding.UTF8.GetString(patch.Encode())), "", _queue.Stopping);
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
        EventCreation.CreateAsync(_client, value, () => _names.Next(value.Regarding.Name, _environment.Now), isRetry, _queue.Stopping);

    private Task WriteAsync(SeriesEvent value, Func<bool, Task> write) =>
        _sink.WriteAsync(value.Reason, value.Regarding.Namespace, value.Regarding.Name, write, _queue.Stopping);

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
