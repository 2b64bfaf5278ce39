using Kybernet.Api.Apps.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Client;

namespace Kybernet.ControllerManager.Tests.Together;

public sealed class DeploymentTests
{
    private readonly SimulatedCluster _cluster = new();

    [Fact]
    public void A_deployment_makes_a_replica_set_makes_pods()
    {
        Create(3);
        _cluster.Advance(10);
        var deployment = Read();
        Assert.Equal((3, 3, 3, 3, 0), (deployment.Status.Replicas, deployment.Status.UpdatedReplicas, deployment.Status.ReadyReplicas, deployment.Status.AvailableReplicas, deployment.Status.UnavailableReplicas));
        Assert.Equal("1", deployment.Metadata.Annotations["deployment.kubernetes.io/revision"]);
        Assert.Equal(["Available True MinimumReplicasAvailable", "Progressing True NewReplicaSetAvailable"], Conditions(deployment));
        var set = Assert.Single(Sets());
        Assert.Equal(3, set.Status.ReadyReplicas);
        Assert.Equal(("3", "4"), (set.Metadata.Annotations["deployment.kubernetes.io/desired-replicas"], set.Metadata.Annotations["deployment.kubernetes.io/max-replicas"]));
        var pods = _cluster.Pods();
        Assert.Equal(3, pods.Count);
        Assert.All(pods, p => Assert.StartsWith(set.Metadata.Name + "-", p.Metadata.Name));
        Assert.All(pods, p => Assert.Equal(set.Metadata.Labels["pod-template-hash"], p.Metadata.Labels["pod-template-hash"]));
        Assert.Equal(
            [$"ScalingReplicaSet: Scaled up replica set {set.Metadata.Name} from 0 to 3", .. pods.Select(p => $"SuccessfulCreate: Created pod: {p.Metadata.Name}").Order()],
            _cluster.Events().Order());
    }

    [Fact]
    public void A_deleted_pod_is_replaced_at_once()
    {
        Create(3);
        _cluster.Advance(10);
        var victim = _cluster.Pods()[0];
        _cluster.Do(() => _cluster.Client.DeleteAsync<Pod>("default", victim.Metadata.Name));
        _cluster.Advance(5);
        var pods = _cluster.Pods();
        Assert.Equal(3, pods.Count);
        Assert.DoesNotContain(pods, p => p.Metadata.Uid == victim.Metadata.Uid);
    }

    [Fact]
    public void A_new_template_is_rolled_out_and_can_be_undone()
    {
        Create(4);
        _cluster.Advance(10);
        var first = Assert.Single(Sets()).Metadata.Name;
        Change(d => d.Spec.Template.Spec.Containers[0].Image = "nginx:2");
        var lowest = int.MaxValue;
        for (var i = 0; i < 40; i++)
        {
            _cluster.Advance(0.5);
            var pods = _cluster.Pods();
            lowest = Math.Min(lowest, pods.Count(p => p.Metadata.DeletionTimestamp is null && p.Status.Conditions.Any(c => c is { Type: "Ready", Status: "True" })));
            Assert.InRange(pods.Count(p => p.Metadata.DeletionTimestamp is null), 3, 5);
        }

        Assert.Equal(3, lowest);
        Assert.All(_cluster.Pods(), p => Assert.Equal("nginx:2", p.Spec.Containers[0].Image));
        Assert.Equal(["0", "4"], Sets().Select(s => $"{s.Spec.Replicas}").Order());
        Assert.Equal("2", Read().Metadata.Annotations["deployment.kubernetes.io/revision"]);

        // kubectl rollout undo writes the old template back.
        Change(d => d.Spec.Template.Spec.Containers[0].Image = "nginx");
        _cluster.Advance(20);
        var revived = Sets().Single(s => s.Metadata.Name == first);
        Assert.Equal((4, "3", "1"), (revived.Spec.Replicas, revived.Metadata.Annotations["deployment.kubernetes.io/revision"], revived.Metadata.Annotations["deployment.kubernetes.io/revision-history"]));
        Assert.Equal(["Available True MinimumReplicasAvailable", "Progressing True NewReplicaSetAvailable"], Conditions(Read()));
    }

    [Fact]
    public void Recreate_ends_the_old_pods_before_it_makes_new_ones()
    {
        Create(3, d => d.Spec.Strategy = new() { Type = "Recreate" });
        _cluster.Advance(10);
        Change(d => d.Spec.Template.Spec.Containers[0].Image = "nginx:2");
        for (var i = 0; i < 20; i++)
        {
            _cluster.Advance(0.5);
            Assert.True(_cluster.Pods().Select(p => p.Spec.Containers[0].Image).Distinct().Count() <= 1);
        }

        Assert.All(_cluster.Pods(), p => Assert.Equal("nginx:2", p.Spec.Containers[0].Image));
        Assert.Equal(3, Read().Status.AvailableReplicas);
    }

    [Fact]
    public void A_paused_deployment_scales_but_does_not_roll_out()
    {
        Create(2);
        _cluster.Advance(10);
        Change(d =>
        {
            d.Spec.Paused = true;
            d.Spec.Replicas = 5;
            d.Spec.Template.Spec.Containers[0].Image = "nginx:2";
        });
        _cluster.Advance(10);
        Assert.Equal(5, _cluster.Pods().Count);
        Assert.All(_cluster.Pods(), p => Assert.Equal("nginx", p.Spec.Containers[0].Image));
        Assert.Contains("Progressing Unknown DeploymentPaused", Conditions(Read()));
        Change(d => d.Spec.Paused = false);
        _cluster.Advance(20);
        Assert.All(_cluster.Pods(), p => Assert.Equal("nginx:2", p.Spec.Containers[0].Image));
        Assert.Contains("Progressing True NewReplicaSetAvailable", Conditions(Read()));
    }

    [Fact]
    public void A_rollout_that_cannot_go_on_is_told_after_its_deadline()
    {
        _cluster.PodsBecomeReady = false;
        Create(1, d => d.Spec.ProgressDeadlineSeconds = 60);
        _cluster.Advance(50);
        Assert.Contains("Progressing True ReplicaSetUpdated", Conditions(Read()));
        _cluster.Advance(15);
        Assert.Contains("Progressing False ProgressDeadlineExceeded", Conditions(Read()));
    }

    [Fact]
    public void Pods_without_a_controller_are_adopted_and_those_that_do_not_match_let_go()
    {
        var orphan = Make.Deployment(1).Spec.Template;
        Pod pod = new() { Spec = orphan.Spec.Clone() };
        pod.Metadata.Namespace = "default";
        pod.Metadata.Name = "orphan";
        pod.Metadata.Labels["app"] = "web";
        _cluster.Do(() => _cluster.Client.CreateAsync(pod));
        ReplicaSet set = new() { Spec = { Replicas = 2, Selector = Make.Deployment(1).Spec.Selector, Template = orphan } };
        set.Metadata.Namespace = "default";
        set.Metadata.Name = "set";
        _cluster.Do(() => _cluster.Client.CreateAsync(set));
        _cluster.Advance(5);
        Assert.Equal(2, _cluster.Pods().Count);
        Assert.All(_cluster.Pods(), p => Assert.Equal("set", OwnerReferences.ControllerOf(p)!.Name));
        _cluster.Do(() => _cluster.Client.PatchAsync<Pod>("default", "orphan", Patch.Merge("""{"metadata":{"labels":{"app":"other"}}}""")));
        _cluster.Advance(5);
        Assert.Equal(3, _cluster.Pods().Count);
        Assert.Null(OwnerReferences.ControllerOf(_cluster.Pods().Single(p => p.Metadata.Name == "orphan")));
    }

    private static IEnumerable<string> Conditions(Deployment deployment) =>
        deployment.Status.Conditions.Select(c => $"{c.Type} {c.Status} {c.Reason}").Order();

    private void Create(int replicas, Action<Deployment>? change = null)
    {
        var deployment = Make.Deployment(replicas);
        deployment.Metadata.Uid = "";
        change?.Invoke(deployment);
        _cluster.Do(() => _cluster.Client.CreateAsync(deployment));
    }

    private void Change(Action<Deployment> change) => _cluster.Do(() => RetryOnConflict.RunAsync(_cluster.Environment, async ct =>
    {
        var deployment = await _cluster.Client.GetAsync<Deployment>("default", "web", ct);
        change(deployment);
        return await _cluster.Client.UpdateAsync(deployment, "", ct);
    }, CancellationToken.None));

    private Deployment Read() => _cluster.Get(() => _cluster.Client.GetAsync<Deployment>("default", "web"));

    private IReadOnlyList<ReplicaSet> Sets() => _cluster.Get(async () => (await _cluster.Client.ListAsync<ReplicaSet>("default")).Items);
}
