using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.ControllerManager.TaintEviction;

namespace Kybernet.ControllerManager.Tests.Nodes;

public sealed class EvictionDecisionTests
{
    [Theory]
    // taints; tolerations as key=seconds, key alone for ever; how long the pod may stay, null for ever.
    [InlineData("", "", null)]
    [InlineData("a", "", 0)]
    [InlineData("a", "a", null)]
    [InlineData("a", "a=30", 30)]
    [InlineData("a b", "a=30", 0)]
    [InlineData("a b", "a=30 b=10", 10)]
    [InlineData("a b", "a=30 b", 30)]
    [InlineData("a", "a=-5", 0)]
    public void The_shortest_toleration_counts(string taints, string tolerations, int? seconds)
    {
        KubeList<Taint> given = [.. taints.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static k => new Taint { Key = k, Effect = "NoExecute" })];
        given.Add(new Taint { Key = "other", Effect = "NoSchedule" });
        KubeList<Toleration> tolerated = [.. tolerations.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static t => t.Split('=')).Select(static t =>
            new Toleration { Key = t[0], Operator = "Exists", Effect = "NoExecute", TolerationSeconds = t.Length > 1 ? long.Parse(t[1], System.Globalization.CultureInfo.InvariantCulture) : null })];
        Assert.Equal(seconds is { } s ? TimeSpan.FromSeconds(s) : null, EvictionDecision.MayStay(given, tolerated));
    }
}
