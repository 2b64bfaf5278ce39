using Kybernet.Api.Core.V1;
using Kybernet.Api.Networking.V1;
using Kybernet.ApiServer.Strategies.Services.Repair;
using Address = System.Net.IPAddress;

namespace Kybernet.ApiServer.Tests.Services;

/// <summary>What the repair finds between Services and IPAddresses.</summary>
public sealed class AddressRepairTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private readonly List<Service> _services = [];

    [Fact]
    public void What_agrees_is_left_alone()
    {
        Assert.Equal("", Check(Add("a", "10.0.0.1"), Object("10.0.0.1", "a")));
        Assert.Equal("", Check(Object("10.0.0.1", "a", ageSeconds: 600)));
    }

    [Fact]
    public void A_service_gets_the_object_that_it_has_not()
    {
        var a = Add("a", "10.0.0.1");
        Assert.Equal("Assign ClusterIPNotAllocated: Cluster IP [IPv4]: 10.0.0.1 is not allocated; repairing", Check(a, null));
        Assert.Equal("Assign ClusterIPNotAllocated: the ClusterIP [IPv4]: 10.0.0.1 for Service ns/a has a wrong reference; repairing", Check(a, Object("10.0.0.1", "gone")));
        Assert.Equal(
            "Assign ClusterIPNotAllocated: the ClusterIP [IPv4]: 10.0.0.1 for Service ns/a has a wrong reference; repairing", Check(a, Object("10.0.0.1", "a", resource: "gateways")));
        Assert.Equal("Assign : ", Check(a, Object("10.0.0.1", "a", managed: "somebody")));
        Assert.Equal("Assign ClusterIPNotAllocated: Cluster IP [IPv6]: fd00::1 is not allocated; repairing", Check(Add("six", "fd00::1"), null));
    }

    [Fact]
    public void Of_two_services_the_one_that_is_named_keeps_the_address()
    {
        var (a, b) = (Add("a", "10.0.0.1"), Add("b", "10.0.0.1"));
        var found = Object("10.0.0.1", "b");
        Assert.Equal("", Check(b, found));
        Assert.Equal("None ClusterIPAlreadyAllocated: Cluster IP [IPv4]:10.0.0.1 was assigned to multiple services; please recreate service", Check(a, found));
    }

    [Fact]
    public void An_address_outside_is_only_told() => Assert.Equal(
        "None ClusterIPOutOfRange: Cluster IP [IPv4]: 192.168.0.1 is not within any configured Service CIDR; please recreate service", Check(Add("a", "192.168.0.1"), null));

    [Fact]
    public void An_object_without_a_service_goes_after_a_minute()
    {
        Assert.Equal("", Check(Object("10.0.0.9", "soon", ageSeconds: 59)));
        Assert.Equal("Free IPAddressNotAllocated: IPAddress: 10.0.0.9 for Service ns/gone appears to have leaked: cleaning up", Check(Object("10.0.0.9", "gone", ageSeconds: 61)));
        Add("other", "10.0.0.1");
        Assert.Equal("Free IPAddressWrongReference: IPAddress: 10.0.0.9 for Service ns/other has a wrong reference; cleaning up", Check(Object("10.0.0.9", "other", ageSeconds: 61)));
        Assert.Equal("", Check(Object("10.0.0.9", "gone", managed: "somebody", ageSeconds: 600)));
        Assert.Equal(
            "Free IPAddressNotAllocated: IPAddress 10.0.0.9 appears to have been modified, not referencing a Service &ParentReference{Group:,Resource:gateways,Namespace:ns,Name:a,}: cleaning up",
            Check(Object("10.0.0.9", "a", resource: "gateways")));
    }

    private Service Add(string name, string address)
    {
        Service service = new() { Metadata = { Name = name, Namespace = "ns" }, Spec = { Type = "ClusterIP", ClusterIP = address, ClusterIPs = [address] } };
        _services.Add(service);
        return service;
    }

    private static IPAddress Object(string address, string owner, string resource = "services", string managed = "ipallocator.k8s.io", int ageSeconds = 0) => new()
    {
        Metadata =
        {
            Name = address,
            CreationTimestamp = Now.AddSeconds(-ageSeconds),
            Labels = { ["ipaddress.kubernetes.io/ip-family"] = address.Contains(':') ? "IPv6" : "IPv4", ["ipaddress.kubernetes.io/managed-by"] = managed },
        },
        Spec = new() { ParentRef = new() { Resource = resource, Namespace = "ns", Name = owner } },
    };

    private AddressRepair Repair => new((ns, name) => _services.Find(s => s.Metadata.Namespace == ns && s.Metadata.Name == name), static a => !a.ToString().StartsWith("192.", StringComparison.Ordinal));

    private string Check(Service service, IPAddress? found) => Text(Repair.Check(service, Address.Parse(service.Spec.ClusterIP), found));

    private string Check(IPAddress found) => Text(Repair.Check(found, Now, AddressRepair.Grace));

    private static string Text(AddressFinding? finding) => finding is null ? "" : $"{finding.Remedy} {finding.Reason}: {finding.Message}";
}
