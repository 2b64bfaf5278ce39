using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.ControllerManager.Discovery;

namespace Kybernet.ControllerManager.Namespaces;

/// <summary>
/// Lets namespaces go: empties one that is marked for deletion and then takes the finalizer off that keeps it.
/// </summary>
internal sealed class NamespaceController : IController
{
    private const string Finalizer = "kubernetes";

    private readonly ControllerContext _context;
    private readonly IKubeClient _client;
    private readonly SharedInformer<Namespace> _namespaces;
    private readonly NamespaceContent _content;
    private readonly RateLimitingQueue<ObjectKey> _queue;
    private readonly Controller<ObjectKey> _loop;

    public NamespaceController(ControllerContext context)
    {
        _context = context;
        _client = context.ClientFor("namespace-controller");
        _namespaces = context.Informers.For<Namespace>();
        _content = new NamespaceContent(new MetadataClient(_client.Transport), new ServedResources(context));
        // Upstream: failed namespaces are tried again every 5 ms at first, every minute at last.
        RateLimiter<ObjectKey> limiter = new(context.Environment.Time) { MaxDelay = TimeSpan.FromMinutes(1) };
        _queue = new RateLimitingQueue<ObjectKey>(context.Environment, limiter);
        _loop = new Controller<ObjectKey>(Name, _queue, ReconcileAsync, context.Environment, context.LoggerFor(Name))
        {
            Workers = context.Options.ConcurrentNamespaceSyncs,
        };
        _namespaces.AddHandler(new InformerHandler<Namespace> { Added = Add, Updated = (_, ns) => Add(ns) });
    }

    public string Name => "namespace-controller";

    public Task RunAsync(CancellationToken cancellation) => _loop.RunAsync(cancellation);

    private void Add(Namespace ns)
    {
        if (IsGoing(ns)) _queue.AddAfter(ObjectKey.Of(ns), _context.Options.NamespaceDeletionDelay);
    }

    private static bool IsGoing(Namespace ns) => ns.Metadata.DeletionTimestamp is not null && ns.Spec.Finalizers.Contains(Finalizer);

    private async Task ReconcileAsync(ObjectKey key, CancellationToken cancellation)
    {
        if (_namespaces.Get(key) is not { } cached || !IsGoing(cached)) return;
        try
        {
            // 1. From now on nothing new can be made in it.
            var ns = await UpdateStatusAsync(key, static status =>
            {
                var changes = status.Phase != "Terminating";
                status.Phase = "Terminating";
                return changes;
            }, cancellation);

            // 2. Empty it, and say how far that has come.
            var remains = await _content.DeleteAsync(ns.Metadata.Name, cancellation);
            ns = await UpdateStatusAsync(key, status => NamespaceConditions.Apply(status, remains, _context.Environment.Now), cancellation);
            if (remains.Errors.Count > 0) throw new InvalidOperationException(string.Join("; ", remains.Errors));
            if (!remains.IsEmpty)
            {
                // Look again when half of the time is over that the rest may take.
                _queue.AddAfter(key, remains.Estimate / 2 + TimeSpan.FromSeconds(1));
                return;
            }

            // 3. Let go of it; when nobody else holds it, it is gone.
            await RetryOnConflict.RunAsync(_context.Environment, ct => FinalizeAsync(key, ct), cancellation);
        }
        catch (KubeApiException e) when (e.IsNotFound)
        {
            // Somebody else finished it.
        }
    }

    private Task<Namespace> UpdateStatusAsync(ObjectKey key, Func<NamespaceStatus, bool> change, CancellationToken cancellation) =>
        RetryOnConflict.RunAsync(
            _context.Environment,
            async ct =>
            {
                var ns = await _client.GetAsync<Namespace>("", key.Name, ct);
                return change(ns.Status) ? await _client.UpdateAsync(ns, "status", ct) : ns;
            },
            cancellation);

    private async Task<Namespace> FinalizeAsync(ObjectKey key, CancellationToken cancellation)
    {
        var ns = await _client.GetAsync<Namespace>("", key.Name, cancellation);
        return ns.Spec.Finalizers.Remove(Finalizer) ? await _client.UpdateAsync(ns, "finalize", cancellation) : ns;
    }
}
