using Kybernet.Api;
using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Tests.Tables;

public sealed class PodPrinterTests
{
    // The pod's fields below its name; ready, status and restarts of its row.
    [Theory]
    [InlineData("status: {phase: Pending}", "0/1", "Pending", "0")]
    [InlineData("status: {phase: Pending, conditions: [{type: PodScheduled, status: 'False', reason: SchedulingGated}]}", "0/1", "SchedulingGated", "0")]
    [InlineData("status: {phase: Pending, containerStatuses: [{state: {waiting: {reason: ContainerCreating}}}]}", "0/1", "ContainerCreating", "0")]
    [InlineData("status: {phase: Running, containerStatuses: [{ready: true, state: {running: {}}}]}", "1/1", "Running", "0")]
    [InlineData(
        "status: {phase: Running, containerStatuses: [{restartCount: 3, state: {waiting: {reason: CrashLoopBackOff}}, lastState: {terminated: {finishedAt: '2026-05-17T11:55:00Z'}}}]}",
        "0/1", "CrashLoopBackOff", "3 (5m ago)")]
    [InlineData("status: {phase: Running, containerStatuses: [{restartCount: 2, ready: true, state: {running: {}}}]}", "1/1", "Running", "2")]
    [InlineData("status: {phase: Succeeded, containerStatuses: [{state: {terminated: {reason: Completed}}}]}", "0/1", "Completed", "0")]
    [InlineData("status: {phase: Failed, containerStatuses: [{state: {terminated: {exitCode: 2}}}]}", "0/1", "ExitCode:2", "0")]
    [InlineData("status: {phase: Failed, containerStatuses: [{state: {terminated: {exitCode: 137, signal: 9}}}]}", "0/1", "Signal:9", "0")]
    [InlineData("status: {phase: Failed, reason: Evicted}", "0/1", "Evicted", "0")]
    [InlineData("status: {phase: Unknown, containerStatuses: [{state: {terminated: {reason: ContainerStatusUnknown, exitCode: 137}}}]}", "0/1", "ContainerStatusUnknown", "0")]
    public void Says_how_the_pod_is(string fields, string ready, string status, string restarts)
    {
        var cells = Printed.Cells($$"""
            apiVersion: v1
            kind: Pod
            metadata: {name: web, creationTimestamp: '2026-05-17T11:00:00Z'}
            spec: {containers: [{name: c}]}
            {{fields}}
            """);

        Assert.Equal($"web | {ready} | {status} | {restarts} | 60m | <none> | <none> | <none> | <none>", cells);
    }

    [Theory]
    [InlineData("[{name: a, state: {running: {}}}, {name: b, state: {waiting: {reason: PodInitializing}}}]", "Init:0/2", "0/1")]
    [InlineData("[{name: a, state: {terminated: {exitCode: 0}}}, {name: b, state: {running: {}}}]", "Init:1/2", "0/1")]
    [InlineData("[{name: a, state: {waiting: {reason: ImagePullBackOff}}}]", "Init:ImagePullBackOff", "0/1")]
    [InlineData("[{name: a, state: {terminated: {exitCode: 1, reason: Error}}}]", "Init:Error", "0/1")]
    [InlineData("[{name: a, state: {terminated: {exitCode: 3}}}]", "Init:ExitCode:3", "0/1")]
    [InlineData("[{name: a, state: {terminated: {exitCode: 0}}}, {name: b, state: {terminated: {exitCode: 0}}}]", "Pending", "0/1")]
    public void Says_how_far_init_containers_are(string statuses, string status, string ready) =>
        Assert.StartsWith($"web | {ready} | {status} | 0 |", Printed.Cells($$"""
            apiVersion: v1
            kind: Pod
            metadata: {name: web}
            spec: {initContainers: [{name: a}, {name: b}], containers: [{name: c}]}
            status: {phase: Pending, initContainerStatuses: {{statuses}}}
            """), StringComparison.Ordinal);

    [Theory]
    [InlineData("[{state: {terminated: {reason: Completed}}}, {state: {terminated: {reason: OOMKilled, exitCode: 137}}}]", "0/2", "OOMKilled")]
    [InlineData("[{state: {terminated: {reason: Completed}}}, {state: {waiting: {reason: ErrImagePull}}}]", "0/2", "Completed")]
    [InlineData("[{state: {terminated: {reason: Completed}}}, {ready: true, state: {running: {}}}]", "1/2", "NotReady")]
    [InlineData("[{state: {terminated: {reason: Error, exitCode: 1}}}, {state: {terminated: {reason: OOMKilled, exitCode: 137}}}]", "0/2", "Error")]
    public void Lets_what_runs_or_failed_speak_before_what_is_through(string statuses, string ready, string status) =>
        Assert.StartsWith($"web | {ready} | {status} |", Printed.Cells($$"""
            apiVersion: v1
            kind: Pod
            metadata: {name: web}
            spec: {containers: [{name: a}, {name: b}]}
            status: {phase: Running, containerStatuses: {{statuses}}}
            """), StringComparison.Ordinal);

    [Fact]
    public void Counts_sidecars_among_the_containers() =>
        Assert.StartsWith("web | 2/2 | Running | 4 |", Printed.Cells("""
            apiVersion: v1
            kind: Pod
            metadata: {name: web}
            spec: {initContainers: [{name: proxy, restartPolicy: Always}, {name: setup}], containers: [{name: c}]}
            status:
              phase: Running
              initContainerStatuses:
              - {name: proxy, started: true, ready: true, restartCount: 4, state: {running: {}}}
              - {name: setup, restartCount: 7, state: {terminated: {exitCode: 0}}}
              containerStatuses: [{ready: true, state: {running: {}}}]
            """), StringComparison.Ordinal);

    [Theory]
    [InlineData("Running", "", "Terminating")]
    [InlineData("Running", "NodeLost", "Unknown")]
    [InlineData("Succeeded", "", "Succeeded")]
    public void Says_that_the_pod_goes_away(string phase, string reason, string status) =>
        Assert.StartsWith($"web | 0/0 | {status} |", Printed.Cells($$"""
            apiVersion: v1
            kind: Pod
            metadata: {name: web, deletionTimestamp: '2026-05-17T11:00:00Z'}
            status: {phase: {{phase}}, reason: "{{reason}}"}
            """), StringComparison.Ordinal);

    [Fact]
    public void Shows_where_the_pod_is() =>
        Assert.Equal("web | 0/0 |  | 0 | <unknown> | 10.0.0.7 | n1 | n2 | 1/2", Printed.Cells("""
            apiVersion: v1
            kind: Pod
            metadata: {name: web}
            spec: {nodeName: n1, readinessGates: [{conditionType: a.b/c}, {conditionType: a.b/d}]}
            status:
              nominatedNodeName: n2
              podIPs: [{ip: 10.0.0.7}, {ip: 'fd00::7'}]
              conditions: [{type: a.b/c, status: 'True'}, {type: a.b/d, status: 'False'}]
            """));

    [Theory]
    [InlineData("Succeeded", "The pod has completed successfully.")]
    [InlineData("Failed", "The pod failed.")]
    public void Marks_rows_of_pods_that_are_over(string phase, string message)
    {
        var row = Printed.Row(Pod.Resource, new Pod { Status = new() { Phase = phase } }, Printed.Now);

        var condition = Assert.Single(row.Conditions);
        Assert.Equal(("Completed", "True", phase, message), (condition.Type, condition.Status, condition.Reason, condition.Message));
    }
}
