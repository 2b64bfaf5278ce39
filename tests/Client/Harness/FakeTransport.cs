using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Kybernet.Api;
using Kybernet.Api.Json;
using Kybernet.Api.Meta.V1;

namespace Kybernet.Client.Tests;

/// <summary>
/// Objects in memory with revisions and watches: as much of an API server as clients need to be tried. Patches of any kind
/// are applied as merge patches.
/// </summary>
internal sealed class FakeTransport : IKubeTransport
{
    private readonly List<(long Revision, KubeRequest Where, TransportEvent Change)> _history = [];
    private readonly SortedDictionary<(string Resource, string Ns, string Name), JsonObject> _objects = [];
    private readonly List<Watch> _watches = [];
    private long _revision = 100;
    private long _compacted;

    /// <summary>Every request that came, in order.</summary>
    public List<KubeRequest> Requests { get; } = [];

    /// <summary>Says which requests fail, and how.</summary>
    public Func<KubeRequest, Exception?> Fail { get; set; } = static _ => null;

    /// <summary>Says whose answers do not arrive, though what they asked for is done.</summary>
    public Func<KubeRequest, bool> LoseAnswer { get; set; } = static _ => false;

    /// <summary>Items a list page; 0: all.</summary>
    public int PageSize { get; set; }

    /// <summary>Forgets the history: watches from earlier revisions are refused.</summary>
    public void Compact() => _compacted = _revision;

    /// <summary>Ends all watches, as servers do now and then.</summary>
    public void EndWatches(Exception? reason = null)
    {
        foreach (var watch in _watches) watch.Events.Writer.TryComplete(reason);
        _watches.Clear();
    }

    /// <summary>How many watches are open.</summary>
    public int OpenWatches => _watches.Count;

    public void Bookmark()
    {
        JsonValue bookmark = new JsonObject { ["metadata"] = new JsonObject { ["resourceVersion"] = $"{++_revision}" } };
        foreach (var watch in _watches) watch.Events.Writer.TryWrite(new TransportEvent(WatchEventType.Bookmark, new(bookmark.Encode())));
    }

    public async Task<TransportObject> SendAsync(KubeRequest request, CancellationToken cancellation)
    {
        var answer = await AnswerAsync(request);
        return LoseAnswer(request) ? throw new IOException("the connection was reset") : answer;
    }

    private async Task<TransportObject> AnswerAsync(KubeRequest request)
    {
        await Task.Yield();
        Arrive(request);
        var body = request.Body.IsEmpty ? null : JsonValue.Parse(request.Body.Span).AsObject();
        var key = (request.Resource.ToString(), request.Namespace, request.Name);
        switch (request.Verb)
        {
            case "create":
                key.Item3 = body!.Get("metadata", "name").AsString();
                if (_objects.ContainsKey(key)) throw Failure(409, "AlreadyExists", $"{key} already exists");
                body.Set($"uid-{_revision + 1}", "metadata", "uid");
                return Store(request, key, body, WatchEventType.Added);
            case "get":
                return new(((JsonValue)Find(key)).Encode());
            case "update":
                var old = Find(key);
                var expected = body!.Get("metadata", "resourceVersion").StringOrNull;
                if (expected is not null && expected != old.Get("metadata", "resourceVersion").AsString()) throw Failure(409, "Conflict", "modified");
                return Store(request, key, body, WatchEventType.Modified);
            case "patch":
                var target = Find(key).Clone();
                Merge(target, body!);
                return Store(request, key, target, WatchEventType.Modified);
            case "delete":
                var gone = Find(key);
                _objects.Remove(key);
                return Publish(request, gone.Clone(), WatchEventType.Deleted);
            default:
                throw new ArgumentException(request.Verb);
        }
    }

    public async Task<TransportList> ListAsync(KubeRequest request, CancellationToken cancellation)
    {
        await Task.Yield();
        Arrive(request);
        var items = _objects.Where(o => o.Key.Resource == request.Resource.ToString() && (request.Namespace.Length == 0 || o.Key.Ns == request.Namespace))
            .Select(o => new TransportObject(((JsonValue)o.Value).Encode())).ToList();
        if (PageSize == 0) return new TransportList(items, $"{_revision}", "");
        var skip = request.Query.FirstOrDefault(q => q.Key == "continue").Value is { } token ? int.Parse(token) : 0;
        return new TransportList([.. items.Skip(skip).Take(PageSize)], $"{_revision}", skip + PageSize < items.Count ? $"{skip + PageSize}" : "");
    }

    public async IAsyncEnumerable<TransportEvent> WatchAsync(KubeRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.Yield();
        Arrive(request);
        var from = long.Parse(request.Query.First(q => q.Key == "resourceVersion").Value);
        if (from < _compacted) throw Failure(410, "Expired", "too old resource version");
        Watch watch = new(request, Channel.CreateUnbounded<TransportEvent>());
        foreach (var (revision, where, change) in _history)
        {
            if (revision > from && watch.Wants(where)) watch.Events.Writer.TryWrite(change);
        }

        _watches.Add(watch);
        while (await watch.Events.Reader.WaitToReadAsync(cancellation))
        {
            while (watch.Events.Reader.TryRead(out var change)) yield return change;
        }
    }

    public static KubeApiException Failure(int code, string reason, string message) =>
        new(new Status { StatusValue = "Failure", Code = code, Reason = reason, Message = message });

    private void Arrive(KubeRequest request)
    {
        Requests.Add(request);
        if (Fail(request) is { } failure) throw failure;
    }

    private JsonObject Find((string, string, string) key) =>
        _objects.TryGetValue(key, out var found) ? found : throw Failure(404, "NotFound", $"{key} not found");

    private TransportObject Store(KubeRequest request, (string, string, string) key, JsonObject value, WatchEventType type)
    {
        var answer = Publish(request, value, type);
        _objects[key] = value;
        return answer;
    }

    private TransportObject Publish(KubeRequest request, JsonObject value, WatchEventType type)
    {
        value.Set($"{++_revision}", "metadata", "resourceVersion");
        TransportEvent change = new(type, new(((JsonValue)value).Encode()));
        _history.Add((_revision, request, change));
        foreach (var watch in _watches)
        {
            if (watch.Wants(request)) watch.Events.Writer.TryWrite(change);
        }

        return change.Object;
    }

    private static void Merge(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value.IsNull) target.Remove(name);
            else if (value.ObjectOrNull is { } inner && target[name].ObjectOrNull is { } existing) Merge(existing, inner);
            else target[name] = value;
        }
    }

    private sealed record Watch(KubeRequest Request, Channel<TransportEvent> Events)
    {
        public bool Wants(KubeRequest change) =>
            change.Resource == Request.Resource && (Request.Namespace.Length == 0 || Request.Namespace == change.Namespace);
    }
}
