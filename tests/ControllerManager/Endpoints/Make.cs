using Kybernet.Api.Core.V1;

namespace Kybernet.ControllerManager.Tests.ServiceEndpoints;

/// <summary>Services, pods and nodes in few words.</summary>
internal static class Make
{
    public static Service Service(Action<Service>? more = null)
    {
        Service service = new()
        {
            Metadata = new() { Name = "web", Namespace = "default", Uid = "uid-web", Labels = new() { ["team"] = "a" } },
            Spec = new()
            {
                Selector = new() { ["app"] = "web" },
                ClusterIP = "10.96.0.10",
                IpFamilies = ["IPv4"],
                Ports = [new() { Name = "http", Protocol = "TCP", Port = 80, TargetPort = 8080 }],
            },
        };
        more?.Invoke(service);
        return service;
    }

    public static Pod Pod(int number, bool ready = true, Action<Pod>? more = null)
    {
        Pod pod = new()
        {
            Metadata = new() { Name = $"web-{number:D3}", Namespace = "default", Uid = $"uid-{number}", Labels = new() { ["app"] = "web" } },
            Spec = new()
            {
                NodeName = "node-1",
                Containers = [new() { Name = "c", Ports = [new() { Name = "web", ContainerPortValue = 9000, Protocol = "TCP" }] }],
            },
            Status = new()
            {
                Phase = "Running",
                PodIP = $"10.0.0.{number}",
                PodIPs = [new() { Ip = $"10.0.0.{number}" }],
                Conditions = [new() { Type = "Ready", Status = ready ? "True" : "False" }],
            },
        };
        more?.Invoke(pod);
        return pod;
    }

    public static IReadOnlyList<Pod> Pods(int count) => [.. Enumerable.Range(1, count).Select(static i => Pod(i))];

    public static Node? Node(string name) =>
        name.Length == 0 ? null : new Node { Metadata = new() { Name = name, Labels = new() { ["topology.kubernetes.io/zone"] = "z1" } } };
}
