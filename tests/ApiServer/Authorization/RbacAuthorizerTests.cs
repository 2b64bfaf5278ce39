using Kybernet.Api.Rbac.V1;
using Kybernet.ApiServer.Authorization.Rbac;
using Kybernet.ApiServer.Bootstrap;

namespace Kybernet.ApiServer.Tests.Authorization;

public sealed class RbacAuthorizerTests
{
    private readonly FakeObjects _objects = new();

    [Theory]
    [InlineData("get", "pods", "", "", true)]
    [InlineData("get", "pods", "log", "", false)]
    [InlineData("get", "deployments", "scale", "", true)]
    [InlineData("delete", "pods", "", "", false)]
    [InlineData("get", "secrets", "", "mine", true)]
    [InlineData("get", "secrets", "", "yours", false)]
    [InlineData("list", "secrets", "", "", false)]
    public async Task A_role_allows_what_its_rules_say_in_its_namespace(string verb, string resource, string sub, string name, bool allowed)
    {
        _objects.Add(
            new Role
            {
                Metadata = new() { Name = "r", Namespace = "ns" },
                Rules =
                [
                    new() { Verbs = ["get"], ApiGroups = [""], Resources = ["pods"] },
                    new() { Verbs = ["get"], ApiGroups = ["*"], Resources = ["*/scale"] },
                    new() { Verbs = ["*"], ApiGroups = [""], Resources = ["secrets"], ResourceNames = ["mine"] },
                ],
            },
            Bind("ns", "Role", "r", new Subject { Kind = "User", Name = "alice" }));

        Assert.Equal(allowed, await Allows("alice", verb, resource, sub, name, "ns"));
        Assert.False(await Allows("alice", verb, resource, sub, name, "other"));
        Assert.False(await Allows("bob", verb, resource, sub, name, "ns"));
    }

    [Fact]
    public async Task A_cluster_role_bound_in_a_namespace_holds_there_only()
    {
        _objects.Add(
            new ClusterRole { Metadata = new() { Name = "reader" }, Rules = [new() { Verbs = ["get"], ApiGroups = [""], Resources = ["pods"] }] },
            Bind("ns", "ClusterRole", "reader", new Subject { Kind = "ServiceAccount", Name = "sa" }));

        Assert.True(await Allows("system:serviceaccount:ns:sa", "get", "pods", "", "p", "ns"));
        Assert.False(await Allows("system:serviceaccount:ns:sa", "get", "pods", "", "p", ""));
    }

    [Fact]
    public async Task Aggregated_roles_have_the_rules_of_the_roles_they_select()
    {
        _objects.Add([.. BootstrapObjects.Read().Select(o => o.Object)]);
        _objects.Add(Bind("ns", "ClusterRole", "edit", new Subject { Kind = "User", Name = "alice" }));

        Assert.True(await Allows("alice", "create", "pods", "", "", "ns"));
        Assert.False(await Allows("alice", "create", "rolebindings", "", "", "ns", "rbac.authorization.k8s.io"));
    }

    [Theory]
    [InlineData("system:kube-scheduler", "create", "pods", "binding", true)]
    [InlineData("system:kube-scheduler", "delete", "nodes", "", false)]
    [InlineData("system:serviceaccount:kube-system:replicaset-controller", "create", "pods", "", true)]
    [InlineData("system:serviceaccount:kube-system:replicaset-controller", "create", "secrets", "", false)]
    public async Task The_default_roles_let_components_do_their_work_and_no_more(
        string user, string verb, string resource, string sub, bool allowed)
    {
        _objects.Add([.. BootstrapObjects.Read().Select(o => o.Object)]);

        Assert.Equal(allowed, await Allows(user, verb, resource, sub, "", "ns"));
    }

    [Fact]
    public async Task Everybody_may_ask_for_the_version_and_the_health_and_nothing_more()
    {
        _objects.Add([.. BootstrapObjects.Read().Select(o => o.Object)]);
        RbacAuthorizer rbac = new(_objects);

        Assert.True((await rbac.AuthorizeAsync(Path("/version"), default)).IsAllowed);
        Assert.True((await rbac.AuthorizeAsync(Path("/readyz"), default)).IsAllowed);
        Assert.False((await rbac.AuthorizeAsync(Path("/metrics"), default)).IsAllowed);

        static AuthorizationAttributes Path(string path) => new() { User = UserInfo.Anonymous, Verb = "get", Path = path };
    }

    [Fact]
    public async Task A_change_of_a_binding_counts_at_once()
    {
        RbacAuthorizer rbac = new(_objects);
        var binding = Bind("ns", "Role", "r", new Subject { Kind = "User", Name = "alice" });
        _objects.Add(new Role { Metadata = new() { Name = "r", Namespace = "ns" }, Rules = [new() { Verbs = ["*"], ApiGroups = ["*"], Resources = ["*"] }] });
        AuthorizationAttributes request = Request("alice", "get", "pods", "", "", "ns", "");

        Assert.False((await rbac.AuthorizeAsync(request, default)).IsAllowed);
        _objects.Add(binding);
        Assert.True((await rbac.AuthorizeAsync(request, default)).IsAllowed);
        _objects.Remove(binding);
        Assert.False((await rbac.AuthorizeAsync(request, default)).IsAllowed);
    }

    private async Task<bool> Allows(string user, string verb, string resource, string sub, string name, string ns, string? group = null) =>
        (await new RbacAuthorizer(_objects).AuthorizeAsync(
            Request(user, verb, resource, sub, name, ns, group ?? (resource == "deployments" ? "apps" : "")), default)).IsAllowed;

    private static AuthorizationAttributes Request(string user, string verb, string resource, string sub, string name, string ns, string group) =>
        new()
        {
            User = new UserInfo { Name = user, Groups = [UserInfo.AuthenticatedGroup] },
            IsResourceRequest = true,
            Verb = verb,
            Group = group,
            Resource = resource,
            Subresource = sub,
            Name = name,
            Namespace = ns,
        };

    private static RoleBinding Bind(string ns, string kind, string role, Subject subject) => new()
    {
        Metadata = new() { Name = "b", Namespace = ns },
        RoleRef = new() { Kind = kind, Name = role },
        Subjects = [subject],
    };
}
