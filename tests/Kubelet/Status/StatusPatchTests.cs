using System.Text;
using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Status;

namespace Kybernet.Kubelet.Tests.Status;

public sealed class StatusPatchTests
{
    [Fact]
    public void Nothing_changed_is_no_patch() => Assert.Null(StatusPatch.Between("u", Status("Running"), Status("Running")));

    [Fact]
    public void Only_what_changed_is_written_and_what_is_gone_is_cleared()
    {
        var before = Status("Pending");
        before.Message = "gone";

        var patch = StatusPatch.Between("u", before, Status("Running"))!;

        Assert.Equal("""{"metadata":{"uid":"u"},"status":{"phase":"Running","message":null}}""", Encoding.UTF8.GetString(patch.Body.Span));
    }

    [Fact]
    public void Addresses_are_replaced_and_others_conditions_left_alone()
    {
        var (before, after) = (Status("Running"), Status("Running"));
        before.PodIPs.Add(new() { Ip = "10.0.0.1" });
        after.PodIPs.Add(new() { Ip = "10.0.0.2" });
        after.Conditions.Add(new() { Type = "Ready", Status = "True" });
        after.Conditions.Add(new() { Type = "example.com/x", Status = "True" });

        var patch = StatusPatch.Between("u", before, after)!;

        Assert.Equal(
            """{"metadata":{"uid":"u"},"status":{"podIPs":[{"$patch":"replace"},{"ip":"10.0.0.2"}],"$setElementOrder/conditions":[{"type":"Ready"},{"type":"example.com/x"}],"conditions":[{"type":"Ready","status":"True","reason":null,"message":null}]}}""",
            Encoding.UTF8.GetString(patch.Body.Span));
    }

    private static PodStatus Status(string phase) => new() { Phase = phase };
}
