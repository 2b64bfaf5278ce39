using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Base;
using Kybernet.Scheduler.Cache;
using Microsoft.Extensions.Time.Testing;

namespace Kybernet.Scheduler.Tests;

/// <summary>Pods and nodes in few words.</summary>
internal static class Make
{
    public static Pod Pod(string name, string cpu = "0", string memory = "0", Action<Pod>? more = null)
    {
        Pod pod = new()
        {
            Metadata = new() { Name = name, Namespace = "default", Uid = "uid-" + name },
            Spec = new()
            {
                SchedulerName = "default-scheduler",
                Containers =
                [
                    new()
                    {
                        Name = "c",
                        Resources = new() { Requests = new() { ["cpu"] = Quantity.Parse(cpu), ["memory"] = Quantity.Parse(memory) } },
                    },
                ],
            },
        };
        more?.Invoke(pod);
        return pod;
    }

    public static Node Node(string name, string cpu = "4", string memory = "8Gi", int pods = 110, Action<Node>? more = null)
    {
        Node node = new()
        {
            Metadata = new() { Name = name, Labels = new() { ["kubernetes.io/hostname"] = name } },
            Status = new()
            {
                Allocatable = new() { ["cpu"] = Quantity.Parse(cpu), ["memory"] = Quantity.Parse(memory), ["pods"] = new Quantity(pods) },
            },
        };
        more?.Invoke(node);
        return node;
    }

    public static NodeInfo Info(Node node, params Pod[] pods) =>
        pods.Aggregate(NodeInfo.Empty(node.Metadata.Name).With(node), (info, pod) => info.Add(new PodInfo(pod)));

    public static ExecutionEnvironment Environment(FakeTimeProvider time) =>
        new() { Time = time, Random = new RandomSource(1), Scheduler = TaskScheduler.Default };
}
