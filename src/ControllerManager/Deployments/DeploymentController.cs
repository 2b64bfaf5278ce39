using Kybernet.Api.Apps.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.ControllerManager.Pods;

namespace Kybernet.ControllerManager.Deployments;

/// <summary>
/// Rolls deployments out: a replica set for each template, the new one up and the old ones down (upstream's
/// DeploymentController).
/// </summary>
internal sealed class DeploymentController : IController
{
    /// <summary>The index of replica sets by their controller.</summary>
    public const string SetsByController = "deploymentController";

    /// <summary>Replica sets that nobody controls are found under this and their namespace.</summary>
    private const string Orphans = "/";

    // Upstream gives up after some 82 seconds of retries; the next change begins anew.
    private const int Retries = 15;

    private readonly IKubeClient _client;
    private readonly SharedInformer<Deployment> _deployments;
    private readonly SharedInformer<ReplicaSet> _sets;
    private readonly SharedInformer<Pod> _pods;
    private readonly IEventRecorder _recorder;
    private readonly RateLimitingQueue<ObjectKey> _queue;
    private readonly Controller<ObjectKey> _loop;
    private readonly DeploymentScaling _scaling;
    private readonly NewReplicaSets _newSets;
    private readonly DeploymentStatusWriter _status;

    public DeploymentController(ControllerContext context)
    {
        _client = context.ClientFor(Name);
        _recorder = context.RecorderFor(_client, Name);
        _deployments = context.Informers.For<Deployment>();
        _sets = context.Informers.For<ReplicaSet>();
        _pods = context.Informers.For<Pod>();
        PodIndex.AddTo(_pods);
        _sets.AddIndex(SetsByController, static s => [OwnerReferences.ControllerOf(s)?.Uid ?? Orphans + s.Metadata.Namespace]);
        _queue = new RateLimitingQueue<ObjectKey>(context.Environment);
        _loop = new Controller<ObjectKey>(Name, _queue, ReconcileAsync, context.Environment, context.LoggerFor(Name))
        {
            Workers = context.Options.ConcurrentDeploymentSyncs,
            MaxRetries = Retries,
        };
        _scaling = new DeploymentScaling(_client, _recorder);
        _newSets = new NewReplicaSets(_client, _recorder, context);
        _status = new DeploymentStatusWriter(_client, context.Environment);
        new DeploymentEvents(_deployments, _sets, _pods, _queue).Register();
    }

    public string Name => "deployment-controller";

    public Task RunAsync(CancellationToken cancellation) => _loop.RunAsync(cancellation);

    // Upstream's syncDeployment, step by step.
    private async Task ReconcileAsync(ObjectKey key, CancellationToken cancellation)
    {
        if (_deployments.Get(key) is not { } cached) return;
        var deployment = cached.Clone();
        if (deployment.Spec.Selector is not { } selector || selector.ToQuery().IsEverything)
        {
            _recorder.Event(deployment, "Warning", "SelectingAll", "This deployment is selecting all pods. A non-empty selector is required.");
            if (deployment.Status.ObservedGeneration >= deployment.Metadata.Generation) return;
            deployment.Status.ObservedGeneration = deployment.Metadata.Generation;
            await _client.UpdateAsync(deployment, "status", cancellation);
            return;
        }

        // 1. Which replica sets are ours? Adopt, release.
        var claims = new ControllerRefManager<Deployment, ReplicaSet>(_client, cached, selector.ToQuery());
        var sets = await claims.ClaimAsync(
            [.. _sets.ByIndex(SetsByController, cached.Metadata.Uid), .. _sets.ByIndex(SetsByController, Orphans + key.Namespace)], cancellation);
        var family = ReplicaSetFamily.Of(deployment, sets);

        // 2. On its way out: the status is kept current, nothing else.
        if (deployment.Metadata.DeletionTimestamp is not null)
        {
            await _status.UpdateCountsAsync(deployment, family, cancellation);
            return;
        }

        // 3. Paused or scaled: sizes change, but nothing is rolled out.
        deployment = await _status.RecordPauseAsync(deployment, cancellation);
        if (deployment.Spec.Paused || IsScaling(deployment, family))
        {
            await ScaleAsync(deployment, family, cancellation);
            return;
        }

        // 4. Roll out.
        if (deployment.IsRollingUpdate()) await RollAsync(deployment, family, cancellation);
        else await RecreateAsync(deployment, family, cancellation);
    }

    private async Task RollAsync(Deployment deployment, ReplicaSetFamily family, CancellationToken cancellation)
    {
        (deployment, family) = await _newSets.ObtainAsync(deployment, family, create: true, cancellation);
        var @new = family.New!;
        var grown = new Resize(@new, RollingUpdateDecision.NewSize(deployment, family.All, @new.Replicas()));
        if (!await _scaling.ScaleChangedAsync(deployment, [grown], cancellation)
            && !await _scaling.ScaleChangedAsync(deployment, RollingUpdateDecision.ShrinkOld(deployment, family.Old, @new), cancellation))
        {
            await CleanUpIfCompleteAsync(deployment, family, cancellation);
        }

        await ReportAsync(deployment, family, cancellation);
    }

    private async Task RecreateAsync(Deployment deployment, ReplicaSetFamily family, CancellationToken cancellation)
    {
        // No revision yet for a template whose replica set is not there: first the old pods go.
        (deployment, family) = await _newSets.ObtainAsync(deployment, family, create: false, cancellation);
        var shrunk = await _scaling.ScaleChangedAsync(deployment, family.Old.Active().Select(static s => new Resize(s, 0)), cancellation);
        if (!shrunk && !OldPodsRun(deployment, family))
        {
            (deployment, family) = await _newSets.ObtainAsync(deployment, family, create: true, cancellation);
            await _scaling.ScaleChangedAsync(deployment, [new Resize(family.New!, deployment.Replicas())], cancellation);
            await CleanUpIfCompleteAsync(deployment, family, cancellation);
        }

        await ReportAsync(deployment, family, cancellation);
    }

    private bool OldPodsRun(Deployment deployment, ReplicaSetFamily family) =>
        family.Old.Any(s => s.Status.Replicas > 0
            || PodIndex.ControlledBy(_pods, s.Metadata.Uid).Any(static p => !PodStates.IsTerminal(p)));

    private async Task ScaleAsync(Deployment deployment, ReplicaSetFamily family, CancellationToken cancellation)
    {
        (deployment, family) = await _newSets.ObtainAsync(deployment, family, create: false, cancellation);
        foreach (var resize in ProportionalScaling.Plan(deployment, family.New, family.Old))
        {
            await _scaling.ScaleAsync(deployment, resize, cancellation);
        }

        if (deployment.Spec.Paused) await CleanUpAsync(deployment, family, cancellation);
        await _status.UpdateCountsAsync(deployment, family, cancellation);
    }

    // A deployment is being scaled when its replica sets have been sized by another number than it asks for now.
    private static bool IsScaling(Deployment deployment, ReplicaSetFamily family) => family.All.Active().Any(
        s => s.Metadata.Number(DeploymentNames.DesiredReplicas) is { } sized && sized != deployment.Replicas());

    private async Task CleanUpIfCompleteAsync(Deployment deployment, ReplicaSetFamily family, CancellationToken cancellation)
    {
        if (DeploymentStatusDecision.IsComplete(deployment, deployment.Status)) await CleanUpAsync(deployment, family, cancellation);
    }

    private async Task CleanUpAsync(Deployment deployment, ReplicaSetFamily family, CancellationToken cancellation)
    {
        foreach (var set in RevisionHistory.Surplus(deployment, family.Old))
        {
            try
            {
                await _client.DeleteAsync<ReplicaSet>(set.Metadata.Namespace, set.Metadata.Name, null, cancellation);
            }
            catch (KubeApiException e) when (e.IsNotFound)
            {
                // Gone already.
            }
        }
    }

    private async Task ReportAsync(Deployment deployment, ReplicaSetFamily family, CancellationToken cancellation)
    {
        var wait = await _status.UpdateProgressAsync(deployment, family, cancellation);
        if (wait > TimeSpan.Zero) _queue.AddAfter(ObjectKey.Of(deployment), wait.Value);
        else if (wait is not null) _queue.AddRateLimited(ObjectKey.Of(deployment));
    }
}
