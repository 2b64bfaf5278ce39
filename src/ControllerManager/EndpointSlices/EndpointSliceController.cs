using Kybernet.Api.Core.V1;
using Kybernet.Api.Discovery.V1;
using Kybernet.Api.Meta.V1;
using Kybernet.Client;
using Kybernet.ControllerManager.Services;

namespace Kybernet.ControllerManager.EndpointSlices;

/// <summary>Keeps the EndpointSlices of Services equal to the pods that they select (upstream's endpointslice controller).</summary>
internal sealed class EndpointSliceController : IController
{
    private const string ByService = "endpointSliceService";
    private static readonly TimeSpan StaleRetry = TimeSpan.FromSeconds(1);

    private readonly IKubeClient _client;
    private readonly int _maxPerSlice;
    private readonly SharedInformer<Service> _services;
    private readonly SharedInformer<Pod> _pods;
    private readonly SharedInformer<Node> _nodes;
    private readonly SharedInformer<EndpointSlice> _slices;
    private readonly SliceExpectations _expectations;
    private readonly IEventRecorder _recorder;
    private readonly RateLimitingQueue<ObjectKey> _queue;
    private readonly Controller<ObjectKey> _loop;

    public EndpointSliceController(ControllerContext context)
    {
        _client = context.ClientFor("endpointslice-controller");
        _maxPerSlice = context.Options.MaxEndpointsPerSlice;
        _recorder = context.RecorderFor(_client, "endpoint-slice-controller");
        _expectations = new SliceExpectations(context.Environment);
        _queue = new RateLimitingQueue<ObjectKey>(context.Environment);
        _loop = new Controller<ObjectKey>(Name, _queue, ReconcileAsync, context.Environment, context.LoggerFor(Name))
        {
            Workers = context.Options.ConcurrentServiceEndpointSyncs,
        };
        _services = context.Informers.For<Service>();
        _pods = context.Informers.For<Pod>();
        _nodes = context.Informers.For<Node>();
        _slices = context.Informers.For<EndpointSlice>();
        _slices.AddIndex(ByService, static s => SliceMetadata.ServiceOf(s) is { } service ? [service.ToString()] : []);
        _services.AddHandler(InformerHandler<Service>.ForAll(s => _queue.Add(ObjectKey.Of(s))));
        _pods.AddHandler(new ServicesOfPods(_services, _queue.Add));
        _slices.AddHandler(new InformerHandler<EndpointSlice>
        {
            Added = OnSlice,
            Updated = (old, slice) =>
            {
                // Its labels may have been changed so that it belongs to another Service, or to nobody.
                if (SliceMetadata.ServiceOf(old) != SliceMetadata.ServiceOf(slice)) OnSlice(old);
                OnSlice(slice);
            },
            Deleted = OnSlice,
        });
    }

    public string Name => "endpointslice-controller";

    public Task RunAsync(CancellationToken cancellation) => _loop.RunAsync(cancellation);

    private void OnSlice(EndpointSlice slice)
    {
        if (SliceMetadata.ServiceOf(slice) is { } service) _queue.Add(service);
    }

    private async Task ReconcileAsync(ObjectKey key, CancellationToken cancellation)
    {
        // A Service that is gone takes its slices along: they are its dependents.
        if (_services.Get(key) is not { } service)
        {
            _expectations.Forget(key);
            return;
        }

        if (!ServiceSelection.HasEndpoints(service) || service.Metadata.DeletionTimestamp is not null) return;
        var existing = _slices.ByIndex(ByService, key.ToString());
        if (_expectations.IsStale(key, existing))
        {
            // The slice's arrival brings us back; the timer is for one that never arrives.
            _queue.AddAfter(key, StaleRetry);
            return;
        }

        HashSet<Pod> homeless = [];
        try
        {
            foreach (var plan in Decide(service, existing, homeless)) await CarryOutAsync(key, plan, cancellation);
        }
        catch (KubeApiException e) when (!e.IsConflict)
        {
            if (e.IsNamespaceTerminating) return;
            _recorder.Event(
                service,
                "Warning",
                "FailedToUpdateEndpointSlices",
                $"Error updating Endpoint Slices for Service {key.Namespace}/{key.Name}: {e.Message}");
            throw;
        }

        if (homeless.FirstOrDefault() is { } pod)
        {
            throw new InvalidOperationException(
                $"skipping Pod {pod.Metadata.Name} for Service {key.Namespace}/{key.Name}: Node {pod.Spec.NodeName} Not Found");
        }
    }

    private IEnumerable<SlicePlan> Decide(Service service, IReadOnlyList<EndpointSlice> existing, HashSet<Pod> homeless)
    {
        var pods = ServiceSelection.PodsOf(service, _pods);
        var types = DesiredEndpoints.AddressTypes(service);
        foreach (var type in types)
        {
            var desired = DesiredEndpoints.Of(service, pods, type, name => _nodes.Get("", name), homeless);
            yield return SliceDecision.Plan(service, type, existing.Where(s => s.AddressType == type), desired, _maxPerSlice);
        }

        SlicePlan others = new();
        others.Delete.AddRange(existing.Where(s => !types.Contains(s.AddressType)));
        yield return others;
    }

    private async Task CarryOutAsync(ObjectKey service, SlicePlan plan, CancellationToken cancellation)
    {
        foreach (var slice in plan.Create) _expectations.Expect(service, await _client.CreateAsync(slice, cancellation));
        foreach (var slice in plan.Update) _expectations.Expect(service, await _client.UpdateAsync(slice, "", cancellation));
        foreach (var slice in plan.Delete)
        {
            DeleteOptions options = new() { Preconditions = new() { Uid = slice.Metadata.Uid } };
            try
            {
                await _client.DeleteAsync<EndpointSlice>(slice.Metadata.Namespace, slice.Metadata.Name, options, cancellation);
            }
            catch (KubeApiException e) when (e.IsNotFound)
            {
                // That is what was wanted.
            }

            _expectations.Forget(service, slice.Metadata.Name);
        }
    }
}
