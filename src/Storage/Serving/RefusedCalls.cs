using Kybernet.Storage.Etcd;
using Kybernet.Storage.Etcd.Protocol;
using Kybernet.Wire.Grpc;

namespace Kybernet.Storage.Serving;

/// <summary>
/// What etcd can do and a store of one process cannot: users and roles, and anything about other members. Each is refused in words
/// that say what to do instead.
/// </summary>
internal sealed class RefusedCalls(EtcdMember member)
{
    private const string OneMember = "etcdserver: this store is one member alone; keep objects in a cluster of etcd when one machine is not enough";
    private const string NoUsers = "etcdserver: there are no users here; let clients show certificates (--client-cert-auth)";

    private static readonly (string Service, string[] Methods, string Reason)[] Refused =
    [
        ("Cluster", ["MemberAdd", "MemberRemove", "MemberUpdate", "MemberPromote"], OneMember),
        ("Maintenance", ["MoveLeader"], OneMember),
        ("Maintenance", ["Downgrade"], "etcdserver: there is no version to go down to"),
        ("Auth",
        [
            "AuthEnable", "UserAdd", "UserGet", "UserList", "UserDelete", "UserChangePassword", "UserGrantRole", "UserRevokeRole",
            "RoleAdd", "RoleGet", "RoleList", "RoleDelete", "RoleGrantPermission", "RoleRevokePermission",
        ], NoUsers),
        // etcd's own words while its authentication is off.
        ("Auth", ["AuthDisable", "Authenticate"], "etcdserver: authentication is not enabled"),
    ];

    public void AddTo(GrpcServer server)
    {
        foreach (var (service, methods, reason) in Refused)
        {
            foreach (var method in methods)
            {
                var path = GrpcMethod.Protobuf<RefusedRequest, RefusedResponse>($"/etcdserverpb.{service}/{method}");
                server.MapUnary(path, (_, _) => throw new GrpcException(GrpcStatusCode.FailedPrecondition, reason));
            }
        }
        server.Serve(EtcdMethods.AuthStatus, (_, _) => ValueTask.FromResult(new AuthStatusResponse { Header = member.Header() }));
    }
}
