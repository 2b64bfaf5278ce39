using Kybernet.Api.Core.V1;

namespace Kybernet.ControllerManager.Tests.Together;

public sealed class PodGcTests
{
    [Fact]
    public void Pods_of_a_node_that_is_gone_go_after_a_while()
    {
        SimulatedCluster cluster = new() { PodsBecomeReady = false };
        Node node = new();
        node.Metadata.Name = "stays";
        cluster.Do(() => cluster.Client.CreateAsync(node));
        foreach (var (name, on) in (ValueTuple<string, string>[])[("orphan", "gone"), ("kept", "stays")])
        {
            Pod pod = new() { Spec = { NodeName = on } };
            pod.Spec.Containers.Add(new Container { Name = "c", Image = "i" });
            pod.Metadata.Namespace = "default";
            pod.Metadata.Name = name;
            cluster.Do(() => cluster.Client.CreateAsync(pod));
        }

        cluster.Advance(35);
        Assert.Equal(2, cluster.Pods().Count);
        cluster.Advance(40);
        Assert.Equal("kept", Assert.Single(cluster.Pods()).Metadata.Name);
    }
}
