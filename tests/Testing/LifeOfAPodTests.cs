using Kybernet.Api.Apps.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Discovery.V1;
using Kybernet.Base;

namespace Kybernet.Testing.Tests;

/// <summary>
/// The way that docs/life-of-a-pod.md tells, from a Deployment to containers that others find: who wrote what, in which order, each
/// under upstream's name. In virtual time, where no two of them can change places by chance.
/// </summary>
public sealed class LifeOfAPodTests
{
    private const string Controllers = "system:serviceaccount:kube-system:";

    [Fact]
    public void From_a_deployment_to_a_pod_that_others_find_each_does_its_part_and_no_more()
    {
        RecordingAudit audit = new();
        Simulation simulation = new();
        List<Event> events = [];
        simulation.Run(async () =>
        {
            await using var cluster = await TestCluster.StartAsync(new() { Environment = simulation.Environment, Audit = audit });
            var client = cluster.Client;
            await client.CreateAsync(new Service
            {
                Metadata = new() { Name = "web", Namespace = "default" },
                Spec = new() { Selector = new() { ["app"] = "web" }, Ports = [new() { Port = 80 }] },
            });
            await client.CreateAsync(Deployments.Web(replicas: 1));
            await cluster.WaitAsync(async () => (await client.GetAsync<Deployment>("default", "web")).Status.AvailableReplicas == 1);

            // 7. Others find it.
            await cluster.WaitAsync(async () =>
                (await client.ListAsync<EndpointSlice>("default", new("kubernetes.io/service-name=web"))).Items
                .SelectMany(static s => s.Endpoints).Any(static e => e.Conditions.Ready == true));
            await simulation.Environment.Delay(TimeSpan.FromSeconds(10), CancellationToken.None);
            events.AddRange((await client.ListAsync<Event>("default")).Items.Where(static e => e.InvolvedObject.Kind != "Node"));
        });

        Assert.Equal(
        [
            "kubernetes-admin create deployments",
            // 1. A Deployment becomes a ReplicaSet
            Controllers + "deployment-controller create replicasets",
            // 2. A ReplicaSet becomes pods
            Controllers + "replicaset-controller create pods",
            // 3. A pod gets a node
            "system:kube-scheduler create pods/binding",
            // 4, 5, 6. The kubelet takes it in, its container starts, its status comes back
            "system:node:node-1 patch pods/status",
        ],
        Firsts(audit.WritesTo("deployments", "replicasets", "pods"), "/status", except: "pods/status"));

        // 7
        Assert.Equal(
            [Controllers + "endpointslice-controller create endpointslices", Controllers + "endpointslice-controller update endpointslices"],
            audit.WritesTo("endpointslices").Where(static w => !w.Contains("system:apiserver", StringComparison.Ordinal)).Distinct());

        // What `kubectl get events` shows of it, each told by whom upstream has it told.
        Assert.Equal((string[])
        [
            "deployment-controller ScalingReplicaSet Deployment/web",
            "replicaset-controller SuccessfulCreate ReplicaSet/web",
            "default-scheduler Scheduled Pod/web",
            "kubelet Pulled Pod/web",
            "kubelet Created Pod/web",
            "kubelet Started Pod/web",
        ],
        events.OrderBy(static e => long.Parse(e.Metadata.ResourceVersion, System.Globalization.CultureInfo.InvariantCulture))
            .Select(static e => $"{e.ReportingComponent} {e.Reason} {e.InvolvedObject.Kind}/{e.InvolvedObject.Name.Split('-')[0]}"));
    }

    // Each write the first time that it happens, without the owners' own statuses, which follow the pods'.
    private static IEnumerable<string> Firsts(IReadOnlyList<string> writes, string without, string except) => writes
        .Where(w => !w.EndsWith(without, StringComparison.Ordinal) || w.EndsWith(except, StringComparison.Ordinal))
        .Distinct();
}
