using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Meta.V1;
using Kybernet.Client;
using Kybernet.ControllerManager.Discovery;

namespace Kybernet.ControllerManager.GarbageCollection;

/// <summary>
/// Deletes what has lost its owners, and carries out the foreground and orphan policies of deletion (upstream's garbage
/// collector). It knows of objects no more than their metadata.
/// </summary>
internal sealed class GarbageCollector : IController
{
    private readonly MetadataClient _client;
    private readonly ReferencePatches _patches;
    private readonly OwnerLookup _owners;
    private readonly IEventRecorder _recorder;
    private readonly DependencyGraph _graph = new();
    private readonly RateLimitingQueue<string> _checks;
    private readonly RateLimitingQueue<string> _orphans;
    private readonly Controller<string> _checking;
    private readonly Controller<string> _orphaning;

    public GarbageCollector(ControllerContext context)
    {
        var client = context.ClientFor("generic-garbage-collector");
        _client = new MetadataClient(client.Transport);
        _patches = new ReferencePatches(_client);
        _owners = new OwnerLookup(_client);
        _recorder = context.RecorderFor(client, Name);
        _checks = new RateLimitingQueue<string>(context.Environment);
        _orphans = new RateLimitingQueue<string>(context.Environment);
        var workers = context.Options.ConcurrentGarbageCollectorSyncs;
        var logger = context.LoggerFor(Name);
        _checking = new Controller<string>(Name, _checks, CheckAsync, context.Environment, logger) { Workers = workers };
        _orphaning = new Controller<string>(Name, _orphans, OrphanAsync, context.Environment, logger) { Workers = workers };
        foreach (var resource in CollectedResources.All)
        {
            void Observe(PartialObjectMetadata value) => Enqueue(_graph.Observe(new GraphNode(resource, value.Metadata)));
            context.Informers.ForMetadata(resource.Gvr).AddHandler(new InformerHandler<PartialObjectMetadata>
            {
                Added = Observe,
                Updated = (old, value) =>
                {
                    // Deleted and made anew between two looks.
                    if (old.Metadata.Uid != value.Metadata.Uid) Enqueue(_graph.Remove(old.Metadata.Uid));
                    Observe(value);
                },
                Deleted = value => Enqueue(_graph.Remove(value.Metadata.Uid)),
            });
        }
    }

    public string Name => "garbage-collector-controller";

    public Task RunAsync(CancellationToken cancellation) =>
        Task.WhenAll(_checking.RunAsync(cancellation), _orphaning.RunAsync(cancellation));

    private void Enqueue(GraphWork work)
    {
        foreach (var uid in work.Check) _checks.Add(uid);
        foreach (var uid in work.Orphan) _orphans.Add(uid);
    }

    private async Task CheckAsync(string uid, CancellationToken cancellation)
    {
        // 1. Is there anything to do, as far as we have seen? Dependents that go already are let go.
        if (_graph.Find(uid) is not { } node) return;
        if (node.IsBeingDeleted && !node.IsDeletingDependents) return;
        if (!node.IsDeletingDependents && _graph.IsHeld(node)) return;

        // 2. Is it still there?
        if (await FindAsync(node, cancellation) is not { } latest)
        {
            Enqueue(_graph.Remove(uid));
            return;
        }

        // 3. Does it wait for its own dependents?
        if (node.IsDeletingDependents)
        {
            await LetGoAsync(node, cancellation);
            return;
        }

        // 4. Who holds it, by the server's word?
        if (latest.DeletionTimestamp is not null) return;
        Dictionary<string, OwnerState> owners = new(StringComparer.Ordinal);
        foreach (var reference in latest.OwnerReferences)
        {
            if (await _owners.StateOfAsync(reference, node, cancellation) is not { } state)
            {
                _recorder.Event(Reference(node), "Warning", "OwnerRefInvalidNamespace", OwnerLookup.Complaint(reference, node));
                return;
            }

            owners[reference.Uid] = state;
        }

        // 5. Do it.
        switch (CollectionDecision.Decide(latest, owners, _graph.DependentsOf(uid)))
        {
            case CollectionAction.RemoveOwners remove:
                await _patches.RemoveOwnersAsync(node, remove.Uids, cancellation);
                break;
            case CollectionAction.Delete delete:
                if (delete.UnblockFirst) latest = await _patches.UnblockOwnersAsync(node, latest, cancellation);
                await DeleteAsync(node, latest, delete.Policy, cancellation);
                break;
        }
    }

    private async Task<ObjectMeta?> FindAsync(GraphNode node, CancellationToken cancellation)
    {
        try
        {
            var found = await _client.GetAsync(node.Resource.Gvr, node.Metadata.Namespace, node.Metadata.Name, cancellation);
            return found.Metadata.Uid == node.Uid ? found.Metadata : null;
        }
        catch (KubeApiException e) when (e.IsNotFound)
        {
            return null;
        }
    }

    // An owner in foreground deletion: it goes when nothing is left that blocks it.
    private async Task LetGoAsync(GraphNode node, CancellationToken cancellation)
    {
        var blocking = _graph.DependentsOf(node.Uid).Where(d => d.Blocks(node.Uid)).ToArray();
        if (blocking.Length == 0)
        {
            await _patches.RemoveFinalizerAsync(node, GraphNode.ForegroundFinalizer, cancellation);
            return;
        }

        foreach (var dependent in blocking)
        {
            if (!dependent.IsDeletingDependents) _checks.Add(dependent.Uid);
        }
    }

    private async Task OrphanAsync(string uid, CancellationToken cancellation)
    {
        if (_graph.Find(uid) is not { IsOrphaningDependents: true } owner) return;
        foreach (var dependent in _graph.DependentsOf(uid)) await _patches.RemoveOwnersAsync(dependent, [uid], cancellation);
        await _patches.RemoveFinalizerAsync(owner, GraphNode.OrphanFinalizer, cancellation);
    }

    private async Task DeleteAsync(GraphNode node, ObjectMeta latest, string policy, CancellationToken cancellation)
    {
        // Only as it was when it was judged: an owner may have been added meanwhile.
        DeleteOptions options = new()
        {
            PropagationPolicy = policy,
            Preconditions = new() { Uid = latest.Uid, ResourceVersion = latest.ResourceVersion },
        };
        try
        {
            await _client.DeleteAsync(node.Resource.Gvr, node.Metadata.Namespace, node.Metadata.Name, options, cancellation);
        }
        catch (KubeApiException e) when (e.IsNotFound)
        {
            Enqueue(_graph.Remove(node.Uid));
        }
    }

    private static ObjectReference Reference(GraphNode node) => new()
    {
        ApiVersion = node.Resource.Kind.Gvk.ApiVersion,
        Kind = node.Resource.Kind.Gvk.Kind,
        Namespace = node.Metadata.Namespace,
        Name = node.Metadata.Name,
        Uid = node.Uid,
    };
}
