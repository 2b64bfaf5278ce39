using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Kybernet.Api;
using Kybernet.Api.Meta.V1;
using Kybernet.Base;
using Kybernet.Client;

namespace Kybernet.Kubelet.Tests;

/// <summary>
/// As much of an API server as a kubelet needs to be tried: objects in memory, watches by node, pods that are deleted with
/// grace, and strategic merge patches as far as the kubelet's own go.
/// </summary>
internal sealed class FakeApi(ExecutionEnvironment environment) : IKubeTransport
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<(string Resource, string Ns, string Name), JsonObject> _objects = [];
    private readonly List<(KubeRequest Request, Channel<TransportEvent> Events)> _watches = [];
    private readonly List<(long Revision, string Resource, WatchEventType Type, JsonObject Value)> _history = [];
    private long _revision = 1;

    /// <summary>Answers posts to subresources (token requests).</summary>
    public Func<KubeRequest, byte[]>? OnPost { get; set; }

    /// <summary>How many status patches were written.</summary>
    public int StatusPatches { get; private set; }

    public IKubeClient Client => new KubeClient(this);

    public T Add<T>(T value) where T : KubeObject, IKubeResource, new()
    {
        value.Metadata.Uid = value.Metadata.Uid.Length > 0 ? value.Metadata.Uid : environment.Random.NextUid();
        value.Metadata.CreationTimestamp ??= environment.Now;
        lock (_lock)
        {
            var json = Store((T.Resource.Gvr.Resource, value.Metadata.Namespace, value.Metadata.Name), Parse(KubeCodec.Encode(value)), WatchEventType.Added);
            return KubeCodec.Decode<T>(Bytes(json));
        }
    }

    public T? Find<T>(string ns, string name) where T : KubeObject, IKubeResource, new()
    {
        lock (_lock)
        {
            return _objects.TryGetValue((T.Resource.Gvr.Resource, ns, name), out var json) ? KubeCodec.Decode<T>(Bytes(json)) : null;
        }
    }

    public IReadOnlyList<T> All<T>() where T : KubeObject, IKubeResource, new()
    {
        lock (_lock)
        {
            return [.. _objects.Where(static o => o.Key.Resource == T.Resource.Gvr.Resource).Select(static o => KubeCodec.Decode<T>(Bytes(o.Value)))];
        }
    }

    /// <summary>As somebody with kubectl would delete a pod.</summary>
    public void DeletePod(string ns, string name, long? grace = null)
    {
        lock (_lock) DeletePodLocked(ns, name, grace);
    }

    public void Delete<T>(string ns, string name) where T : KubeObject, IKubeResource, new()
    {
        lock (_lock) Remove((T.Resource.Gvr.Resource, ns, name));
    }

    public void Change<T>(string ns, string name, Action<T> change) where T : KubeObject, IKubeResource, new()
    {
        lock (_lock)
        {
            var value = Find<T>(ns, name)!;
            change(value);
            Store((T.Resource.Gvr.Resource, ns, name), Parse(KubeCodec.Encode(value)), WatchEventType.Modified);
        }
    }

    public async Task<TransportObject> SendAsync(KubeRequest request, CancellationToken cancellation)
    {
        await Task.Yield();
        cancellation.ThrowIfCancellationRequested();
        lock (_lock)
        {
            var key = (request.Resource.Resource, request.Namespace, request.Name);
            switch (request.Verb)
            {
                case "create" when request.Subresource.Length > 0:
                    return new(OnPost!(request));
                case "create":
                    var created = Parse(request.Body);
                    key.Name = created["metadata"]!["name"]!.GetValue<string>();
                    if (_objects.ContainsKey(key)) throw Failure(409, "AlreadyExists", $"{key} already exists");
                    created["metadata"]!["uid"] ??= environment.Random.NextUid();
                    return new(Bytes(Store(key, created, WatchEventType.Added)));
                case "get":
                    return new(Bytes(Get(key)));
                case "update":
                    return new(Bytes(Store(key, Parse(request.Body), WatchEventType.Modified)));
                case "patch":
                    var target = Get(key).DeepClone().AsObject();
                    var patch = Parse(request.Body);
                    if (patch["metadata"]?["uid"]?.GetValue<string>() is { } uid && uid != target["metadata"]!["uid"]!.GetValue<string>())
                        throw Failure(409, "Conflict", "the uid differs");
                    if (request.Subresource == "status") StatusPatches++;
                    StrategicMerge.Apply(target, patch);
                    return new(Bytes(Store(key, target, WatchEventType.Modified)));
                case "delete" when request.Resource.Resource == "pods":
                    var options = request.Body.IsEmpty ? new DeleteOptions() : KubeCodec.Decode<DeleteOptions>(request.Body.Span);
                    return new(Bytes(DeletePodLocked(request.Namespace, request.Name, options.GracePeriodSeconds)));
                case "delete":
                    return new(Bytes(Remove(key)));
                default:
                    throw new ArgumentException(request.Verb);
            }
        }
    }

    public async Task<TransportList> ListAsync(KubeRequest request, CancellationToken cancellation)
    {
        await Task.Yield();
        lock (_lock)
        {
            var items = _objects.Where(o => o.Key.Resource == request.Resource.Resource && Wants(request, o.Value))
                .Select(static o => new TransportObject(Bytes(o.Value))).ToList();
            return new(items, $"{_revision}", "");
        }
    }

    public async IAsyncEnumerable<TransportEvent> WatchAsync(KubeRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.Yield();
        var events = Channel.CreateUnbounded<TransportEvent>();
        lock (_lock)
        {
            var from = long.Parse(request.Query.First(static q => q.Key == "resourceVersion").Value);
            foreach (var (revision, resource, type, value) in _history)
            {
                if (revision > from && resource == request.Resource.Resource && Wants(request, value)) events.Writer.TryWrite(new(type, new(Bytes(value))));
            }

            _watches.Add((request, events));
        }

        while (await events.Reader.WaitToReadAsync(cancellation))
        {
            while (events.Reader.TryRead(out var change)) yield return change;
        }
    }

    private JsonObject DeletePodLocked(string ns, string name, long? grace)
    {
        var pod = Get(("pods", ns, name)).DeepClone().AsObject();
        var seconds = grace ?? pod["spec"]!["terminationGracePeriodSeconds"]?.GetValue<long>() ?? 30;
        if (seconds == 0) return Remove(("pods", ns, name));
        pod["metadata"]!["deletionTimestamp"] = KubeTime.Format(environment.Now + TimeSpan.FromSeconds(seconds));
        pod["metadata"]!["deletionGracePeriodSeconds"] = seconds;
        return Store(("pods", ns, name), pod, WatchEventType.Modified);
    }

    private JsonObject Get((string, string, string) key) =>
        _objects.TryGetValue(key, out var value) ? value : throw Failure(404, "NotFound", $"{key} not found");

    private JsonObject Remove((string Resource, string, string) key)
    {
        var gone = Get(key);
        _objects.Remove(key);
        return Publish(key.Resource, gone.DeepClone().AsObject(), WatchEventType.Deleted);
    }

    private JsonObject Store((string Resource, string, string) key, JsonObject value, WatchEventType type) =>
        _objects[key] = Publish(key.Resource, value, type);

    private JsonObject Publish(string resource, JsonObject value, WatchEventType type)
    {
        value["metadata"]!["resourceVersion"] = $"{++_revision}";
        _history.Add((_revision, resource, type, value));
        foreach (var (request, events) in _watches)
        {
            if (request.Resource.Resource == resource && Wants(request, value)) events.Writer.TryWrite(new(type, new(Bytes(value))));
        }

        return value;
    }

    private static bool Wants(KubeRequest request, JsonObject value)
    {
        if (request.Namespace.Length > 0 && value["metadata"]!["namespace"]?.GetValue<string>() != request.Namespace) return false;
        var selector = request.Query.FirstOrDefault(static q => q.Key == "fieldSelector").Value;
        return selector is null || selector == $"spec.nodeName={value["spec"]?["nodeName"]?.GetValue<string>()}";
    }

    private static KubeApiException Failure(int code, string reason, string message) =>
        new(new Api.Meta.V1.Status { StatusValue = "Failure", Code = code, Reason = reason, Message = message });

    private static JsonObject Parse(ReadOnlyMemory<byte> json) => JsonNode.Parse(json.Span)!.AsObject();

    private static byte[] Bytes(JsonObject value) => Encoding.UTF8.GetBytes(value.ToJsonString());
}
