using Kybernet.Api.Core.V1;
using Kybernet.Api.Networking.V1;
using Kybernet.Client;

namespace Kybernet.ControllerManager.Tests.Together;

/// <summary>ServiceCIDRs from their making to their end.</summary>
public sealed class ServiceCidrTests
{
    private const string Finalizer = "networking.k8s.io/service-cidr-finalizer";

    [Fact]
    public void One_whose_addresses_services_have_stays_until_they_are_gone()
    {
        SimulatedCluster cluster = new();
        cluster.Do(() => cluster.Client.CreateAsync(new ServiceCIDR { Metadata = { Name = "more" }, Spec = { Cidrs = ["10.200.0.0/24"] } }));
        cluster.Advance(2);
        var made = cluster.Get(() => cluster.Client.GetAsync<ServiceCIDR>("", "more"));
        Assert.Equal([Finalizer], made.Metadata.Finalizers);
        Assert.Equal("Kubernetes Service CIDR is ready", Assert.Single(made.Status.Conditions).Message);

        cluster.Do(() => cluster.Client.CreateAsync(
            new Service { Metadata = { Name = "s", Namespace = "default" }, Spec = { ClusterIP = "10.200.0.7", Ports = [new() { Port = 80 }] } }));
        cluster.Do(() => cluster.Client.DeleteAsync<ServiceCIDR>("", "more"));
        cluster.Advance(30);
        var kept = Assert.Single(cluster.Get(() => cluster.Client.GetAsync<ServiceCIDR>("", "more")).Status.Conditions);
        Assert.Equal(("False", "Terminating"), (kept.Status, kept.Reason));
        // Nothing more is given out of it.
        var refused = Assert.Throws<KubeApiException>(() => cluster.Do(() => cluster.Client.CreateAsync(
            new Service { Metadata = { Name = "t", Namespace = "default" }, Spec = { ClusterIP = "10.200.0.8", Ports = [new() { Port = 80 }] } })));
        Assert.Contains("the provided network does not match the current range", refused.Message, StringComparison.Ordinal);

        cluster.Do(() => cluster.Client.DeleteAsync<Service>("default", "s"));
        cluster.Advance(30);
        Assert.True(Assert.Throws<KubeApiException>(() => cluster.Get(() => cluster.Client.GetAsync<ServiceCIDR>("", "more"))).IsNotFound);
    }

    [Fact]
    public void The_default_one_is_there_and_made_again()
    {
        SimulatedCluster cluster = new();
        cluster.Advance(2);
        var first = cluster.Get(() => cluster.Client.GetAsync<ServiceCIDR>("", "kubernetes"));
        Assert.Equal(["10.96.0.0/12"], first.Spec.Cidrs);
        Assert.Equal([Finalizer], first.Metadata.Finalizers);

        // The Service kubernetes keeps it.
        cluster.Do(() => cluster.Client.DeleteAsync<ServiceCIDR>("", "kubernetes"));
        cluster.Advance(30);
        Assert.Equal("Terminating", Assert.Single(cluster.Get(() => cluster.Client.GetAsync<ServiceCIDR>("", "kubernetes")).Status.Conditions).Reason);

        // Another that has its addresses lets it go; then it is made anew.
        cluster.Do(() => cluster.Client.CreateAsync(new ServiceCIDR { Metadata = { Name = "wide" }, Spec = { Cidrs = ["10.96.0.0/11"] } }));
        cluster.Advance(40);
        var second = cluster.Get(() => cluster.Client.GetAsync<ServiceCIDR>("", "kubernetes"));
        Assert.NotEqual(first.Metadata.Uid, second.Metadata.Uid);
        Assert.Null(second.Metadata.DeletionTimestamp);
    }
}
