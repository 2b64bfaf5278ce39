using Kybernet.Api;
using Kybernet.Api.Meta.V1;
using Kybernet.Base;
using Microsoft.Extensions.Logging;

namespace Kybernet.Client;

/// <summary>
/// Hands out informers, one a collection however many ask for it (upstream's SharedInformerFactory). Ask for all, then
/// <see cref="Start"/>; what is asked for later starts at once.
/// </summary>
/// <param name="transport">Where to read, and as whom.</param>
/// <param name="environment">Clock, chance and scheduler.</param>
/// <param name="loggers">Makes the informers' loggers.</param>
public sealed class InformerFactory(IKubeTransport transport, ExecutionEnvironment environment, ILoggerFactory loggers)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(Type Kind, GroupVersionResource Resource, string Namespace, ListFilter Filter), ISharedInformer> _informers = [];
    private readonly List<ISharedInformer> _waiting = [];
    private readonly List<Task> _running = [];
    private CancellationToken? _started;

    /// <summary>The informer of a kind, over all namespaces or one, over all objects or those of a filter.</summary>
    public SharedInformer<T> For<T>(string ns = "", ListFilter? filter = null) where T : KubeObject, IKubeResource, new() =>
        Obtain(new ListWatch<T>(transport, T.Resource.Gvr, ns, filter), ns, filter);

    /// <summary>The informer of the metadata of any resource.</summary>
    public SharedInformer<PartialObjectMetadata> ForMetadata(GroupVersionResource resource) =>
        Obtain(new ListWatch<PartialObjectMetadata>(transport, resource) { MetadataOnly = true }, "", null);

    /// <summary>Starts all informers; they run until cancelled.</summary>
    public void Start(CancellationToken cancellation)
    {
        lock (_lock)
        {
            _started = cancellation;
            foreach (var informer in _waiting) Run(informer, cancellation);
            _waiting.Clear();
        }
    }

    /// <summary>Waits until every informer asked for so far has its first list.</summary>
    public async Task WaitForSyncAsync(CancellationToken cancellation)
    {
        ISharedInformer[] informers;
        lock (_lock) informers = [.. _informers.Values];
        foreach (var informer in informers) await informer.WaitForSyncAsync(cancellation);
    }

    /// <summary>Waits until all informers have stopped, after cancellation.</summary>
    public Task WaitForEndAsync()
    {
        lock (_lock) return Task.WhenAll(_running);
    }

    private SharedInformer<T> Obtain<T>(ListWatch<T> source, string ns, ListFilter? filter) where T : KubeObject, new()
    {
        var key = (typeof(T), source.Resource, ns, filter ?? new ListFilter());
        lock (_lock)
        {
            if (_informers.TryGetValue(key, out var known)) return (SharedInformer<T>)known;
            SharedInformer<T> informer = new(source, environment, loggers.CreateLogger<SharedInformer<T>>());
            _informers.Add(key, informer);
            if (_started is { } cancellation) Run(informer, cancellation);
            else _waiting.Add(informer);
            return informer;
        }
    }

    private void Run(ISharedInformer informer, CancellationToken cancellation) =>
        _running.Add(environment.Run(() => informer.RunAsync(cancellation), CancellationToken.None));
}
