using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.ControllerManager.Pods;

namespace Kybernet.ControllerManager.ReplicaSets;

/// <summary>
/// Keeps as many pods as a ReplicaSet or ReplicationController asks for (upstream's ReplicaSetController).
/// </summary>
internal sealed class ReplicaController<T> : IController where T : KubeObject, IKubeResource, new()
{
    private readonly IReplicaKind<T> _kind;
    private readonly IKubeClient _client;
    private readonly ControllerContext _context;
    private readonly SharedInformer<T> _owners;
    private readonly SharedInformer<Pod> _pods;
    private readonly Expectations _expectations;
    private readonly PodControl _podControl;
    private readonly RateLimitingQueue<ObjectKey> _queue;
    private readonly Controller<ObjectKey> _loop;

    public ReplicaController(ControllerContext context, IReplicaKind<T> kind, int workers)
    {
        _kind = kind;
        _context = context;
        _client = context.ClientFor(kind.ControllerName);
        _owners = context.Informers.For<T>();
        _pods = context.Informers.For<Pod>();
        PodIndex.AddTo(_pods);
        _owners.AddIndex(OwnerIndex, static o => OwnerReferences.ControllerOf(o) is { } owner ? [owner.Uid] : []);
        _expectations = new Expectations(context.Environment);
        _podControl = new PodControl(_client, context.RecorderFor(_client, kind.ControllerName));
        _queue = new RateLimitingQueue<ObjectKey>(context.Environment);
        _loop = new Controller<ObjectKey>(Name, _queue, ReconcileAsync, context.Environment, context.LoggerFor(Name)) { Workers = workers };
        ReplicaEvents<T> events = new(kind, _owners, _queue, _expectations);
        _owners.AddHandler(events.OwnerHandler);
        _pods.AddHandler(events);
    }

    /// <summary>The index of owners by their own controller: the ReplicaSets of a Deployment.</summary>
    public const string OwnerIndex = "replicaOwnerController";

    public string Name => _kind.ControllerName;

    public Task RunAsync(CancellationToken cancellation) => _loop.RunAsync(cancellation);

    private async Task ReconcileAsync(ObjectKey key, CancellationToken cancellation)
    {
        if (_owners.Get(key) is not { } owner)
        {
            _expectations.Forget(key);
            return;
        }

        // 1. Which pods are ours? Adopt, release.
        var trusted = _expectations.Satisfied(key);
        var wish = _kind.Wish(owner);
        var candidates = Candidates(owner);
        var claims = new ControllerRefManager<T, Pod>(_client, owner, wish.Selector);
        var active = await claims.ClaimAsync(candidates.Where(PodStates.IsActive), cancellation);

        // 2. Too few or too many? Only if the cache shows what we did before.
        Exception? failure = null;
        if (trusted && owner.Metadata.DeletionTimestamp is null) failure = await ManageAsync(key, owner, wish, active, cancellation);

        // 3. Tell.
        var before = _kind.Counts(owner);
        int? terminating = _kind.CountsTerminating
            ? candidates.Count(p => PodStates.IsTerminating(p) && OwnerReferences.IsControlledBy(p, owner))
            : null;
        var now = _context.Environment.Now;
        var after = ReplicaDecision.Status(wish, before, active, terminating, owner.Metadata.Generation, failure, now);
        await UpdateStatusAsync(owner, before, after, cancellation);
        if (failure is not null) throw failure;

        // 4. A ready pod becomes available by waiting alone.
        if (wish.MinReadySeconds > 0 && ReplicaDecision.NextAvailable(active, wish.MinReadySeconds, now) is { } wait) _queue.AddAfter(key, wait);
    }

    private List<Pod> Candidates(T owner) =>
        [.. PodIndex.ControlledBy(_pods, owner.Metadata.Uid), .. PodIndex.OrphansIn(_pods, owner.Metadata.Namespace)];

    private async Task<Exception?> ManageAsync(
        ObjectKey key, T owner, ReplicaWish wish, IReadOnlyList<Pod> active, CancellationToken cancellation)
    {
        var difference = ReplicaDecision.Difference(active.Count, wish.Replicas);
        if (difference > 0) return await CreateAsync(key, owner, wish, difference, cancellation);
        return difference < 0 ? await DeleteAsync(key, owner, active, -difference, cancellation) : null;
    }

    private async Task<Exception?> CreateAsync(ObjectKey key, T owner, ReplicaWish wish, int count, CancellationToken cancellation)
    {
        if (wish.Template is not { } template) return null;
        _expectations.ExpectCreations(key, count);
        var attempted = 0;
        var (_, failure) = await SlowStartBatch.RunAsync(count, 1, async _ =>
        {
            Interlocked.Increment(ref attempted);
            try
            {
                await _podControl.CreateAsync(template, owner, cancellation);
            }
            catch (KubeApiException e) when (e.IsNamespaceTerminating)
            {
                // Nothing can be created here any more, and nobody is to be told so again and again.
                _expectations.CreationObserved(key);
            }
            catch
            {
                _expectations.CreationObserved(key);
                throw;
            }
        });
        // Those that were not even tried will not show up either.
        for (var skipped = attempted; skipped < count; skipped++) _expectations.CreationObserved(key);
        return failure;
    }

    private async Task<Exception?> DeleteAsync(ObjectKey key, T owner, IReadOnlyList<Pod> active, int count, CancellationToken cancellation)
    {
        var victims = DeletionRanking.Choose(active, RelatedPods(owner), count, _context.Environment.Now);
        _expectations.ExpectDeletions(key, victims.Select(static p => ObjectKey.Of(p)));
        var (_, failure) = await SlowStartBatch.RunAsync(victims.Count, victims.Count, async index =>
        {
            var victim = ObjectKey.Of(victims[index]);
            try
            {
                if (!await _podControl.DeleteAsync(victim.Namespace, victim.Name, owner, cancellation)) _expectations.DeletionObserved(key, victim);
            }
            catch
            {
                _expectations.DeletionObserved(key, victim);
                throw;
            }
        });
        return failure;
    }

    // The pods of all ReplicaSets of the same Deployment.
    private IEnumerable<Pod> RelatedPods(T owner)
    {
        var siblings = OwnerReferences.ControllerOf(owner) is { } parent ? _owners.ByIndex(OwnerIndex, parent.Uid) : [owner];
        return siblings.SelectMany(s => PodIndex.ControlledBy(_pods, s.Metadata.Uid));
    }

    private async Task UpdateStatusAsync(T owner, ReplicaCounts before, ReplicaCounts after, CancellationToken cancellation)
    {
        if (before == after) return;
        try
        {
            await _client.UpdateAsync(_kind.WithStatus(owner, after), "status", cancellation);
        }
        catch (KubeApiException e) when (e.IsConflict)
        {
            // Our cache is behind, by an annotation perhaps: the counts are right all the same. Once more on the latest.
            var latest = await _client.GetAsync<T>(owner.Metadata.Namespace, owner.Metadata.Name, cancellation);
            if (latest.Metadata.Uid != owner.Metadata.Uid) return;
            await _client.UpdateAsync(_kind.WithStatus(latest, after), "status", cancellation);
        }
        catch (KubeApiException e) when (e.IsNotFound)
        {
            // Deleted meanwhile.
        }
    }
}
