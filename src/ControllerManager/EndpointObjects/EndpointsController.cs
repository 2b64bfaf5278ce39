using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.ControllerManager.Services;

namespace Kybernet.ControllerManager.EndpointObjects;

/// <summary>Keeps the Endpoints object of each Service with a selector (upstream's endpoints controller).</summary>
internal sealed class EndpointsController : IController
{
    private readonly IKubeClient _client;
    private readonly SharedInformer<Service> _services;
    private readonly SharedInformer<Pod> _pods;
    private readonly SharedInformer<Endpoints> _endpoints;
    private readonly IEventRecorder _recorder;
    private readonly RateLimitingQueue<ObjectKey> _queue;
    private readonly Controller<ObjectKey> _loop;

    public EndpointsController(ControllerContext context)
    {
        _client = context.ClientFor("endpoint-controller");
        _recorder = context.RecorderFor(_client, "endpoint-controller");
        _queue = new RateLimitingQueue<ObjectKey>(context.Environment);
        _loop = new Controller<ObjectKey>(Name, _queue, ReconcileAsync, context.Environment, context.LoggerFor(Name))
        {
            Workers = context.Options.ConcurrentEndpointSyncs,
        };
        _services = context.Informers.For<Service>();
        _pods = context.Informers.For<Pod>();
        _endpoints = context.Informers.For<Endpoints>();
        _services.AddHandler(InformerHandler<Service>.ForAll(s => _queue.Add(ObjectKey.Of(s))));
        _pods.AddHandler(new ServicesOfPods(_services, _queue.Add));
        _endpoints.AddHandler(InformerHandler<Endpoints>.ForAll(e => _queue.Add(ObjectKey.Of(e))));
    }

    public string Name => "endpoints-controller";

    public Task RunAsync(CancellationToken cancellation) => _loop.RunAsync(cancellation);

    private async Task ReconcileAsync(ObjectKey key, CancellationToken cancellation)
    {
        var current = _endpoints.Get(key);
        if (_services.Get(key) is not { } service)
        {
            await DeleteAsync(current, cancellation);
            return;
        }

        if (!ServiceSelection.HasEndpoints(service)) return;
        if (EndpointsDecision.Decide(service, ServiceSelection.PodsOf(service, _pods), current) is not { } wanted) return;
        try
        {
            if (current is null) await _client.CreateAsync(wanted, cancellation);
            else await _client.UpdateAsync(wanted, "", cancellation);
        }
        catch (KubeApiException e) when (e.IsNamespaceTerminating || (current is null && e.IsAlreadyExists))
        {
            // Nothing can be made in a namespace that goes away; and what is there already is on its way to the cache, and
            // brings us back when it arrives.
        }
        catch (KubeApiException e) when (!e.IsConflict)
        {
            var (reason, what) = current is null ? ("FailedToCreateEndpoint", "create") : ("FailedToUpdateEndpoint", "update");
            _recorder.Event(wanted, "Warning", reason, $"Failed to {what} endpoint {key.Namespace}/{key.Name}: {e.Message}");
            throw;
        }
    }

    // Endpoints without a Service may be somebody else's; those that we have made go with their Service.
    private async Task DeleteAsync(Endpoints? current, CancellationToken cancellation)
    {
        if (current?.Metadata.Labels.GetValueOrDefault(EndpointsDecision.ManagedBy) != EndpointsDecision.ControllerName) return;
        try
        {
            await _client.DeleteAsync<Endpoints>(current.Metadata.Namespace, current.Metadata.Name, null, cancellation);
        }
        catch (KubeApiException e) when (e.IsNotFound)
        {
            // That is what was wanted.
        }
    }
}
