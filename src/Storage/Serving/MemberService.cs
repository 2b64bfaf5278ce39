using Kybernet.Storage.Etcd;
using Kybernet.Storage.Etcd.Protocol;
using Kybernet.Wire.Grpc;

namespace Kybernet.Storage.Serving;

/// <summary>etcd's Cluster service as far as it tells: there is one member.</summary>
internal sealed class MemberService(EtcdMember member)
{
    public void AddTo(GrpcServer server) => server.Serve(EtcdMethods.MemberList, ListAsync);

    private ValueTask<MemberListResponse> ListAsync(MemberListRequest request, CancellationToken cancellation)
    {
        Member one = new() { ID = member.Id, Name = member.Name };
        one.ClientURLs.AddRange(member.ClientUrls.Select(static url => url.ToString().TrimEnd('/')));
        return ValueTask.FromResult(new MemberListResponse { Header = member.Header(), Members = { one } });
    }
}
