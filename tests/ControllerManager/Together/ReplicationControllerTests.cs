using Kybernet.Api.Core.V1;
using Kybernet.Client;

namespace Kybernet.ControllerManager.Tests.Together;

public sealed class ReplicationControllerTests
{
    [Fact]
    public void A_replication_controller_keeps_its_pods_and_scales_them()
    {
        SimulatedCluster cluster = new();
        ReplicationController controller = new() { Spec = { Replicas = 3, Template = Make.Deployment(1).Spec.Template } };
        controller.Metadata.Namespace = "default";
        controller.Metadata.Name = "web";
        controller.Spec.Selector["app"] = "web";
        cluster.Do(() => cluster.Client.CreateAsync(controller));
        cluster.Advance(5);
        Assert.All(cluster.Pods(), p => Assert.Equal("ReplicationController", OwnerReferences.ControllerOf(p)!.Kind));
        Assert.Equal((3, 3), Status());
        cluster.Do(() => cluster.Client.PatchAsync<ReplicationController>("default", "web", Patch.Merge("""{"spec":{"replicas":1}}""")));
        cluster.Advance(5);
        Assert.Single(cluster.Pods());
        Assert.Equal((1, 1), Status());
        Assert.Equal(2, cluster.Events().Count(e => e.StartsWith("SuccessfulDelete: Deleted pod: web-", StringComparison.Ordinal)));

        (int, int) Status()
        {
            var status = cluster.Get(() => cluster.Client.GetAsync<ReplicationController>("default", "web")).Status;
            return (status.Replicas, status.ReadyReplicas);
        }
    }
}
