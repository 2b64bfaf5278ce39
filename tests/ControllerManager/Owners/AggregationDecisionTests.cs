using Kybernet.Api.Rbac.V1;
using Kybernet.ControllerManager.ClusterRoleAggregation;

namespace Kybernet.ControllerManager.Tests.Owners;

public sealed class AggregationDecisionTests
{
    [Fact]
    public void Rules_of_selected_roles_are_gathered_once_each_in_order_of_name()
    {
        var admin = Role("admin");
        admin.AggregationRule = new() { ClusterRoleSelectors = [new() { MatchLabels = new() { ["to"] = "admin" } }, new() { MatchLabels = new() { ["more"] = "yes" } }] };
        ClusterRole[] all = [admin, Role("c", "pods", "to", "admin"), Role("b", "secrets", "to", "admin"), Role("d", "pods", "more", "yes"), Role("e", "nodes", "to", "view")];

        var rules = AggregationDecision.Decide(admin, all)!;

        Assert.Equal(["secrets", "pods"], rules.Select(static r => r.Resources[0]));
        admin.Rules = rules;
        Assert.Null(AggregationDecision.Decide(admin, all));
        Assert.Null(AggregationDecision.Decide(all[1], all));
    }

    private static ClusterRole Role(string name, string resource = "", string label = "x", string value = "y")
    {
        ClusterRole role = new() { Metadata = new() { Name = name, Labels = new() { [label] = value } } };
        if (resource.Length > 0) role.Rules.Add(new() { Verbs = ["get"], Resources = [resource], ApiGroups = [""] });
        return role;
    }
}
