using Kybernet.Storage.Etcd;
using Kybernet.Storage.Etcd.Protocol;
using Kybernet.Wire.Grpc;

namespace Kybernet.Storage.Serving;

/// <summary>etcd's Watch service: each stream carries any number of watches.</summary>
internal sealed class WatchService(IEmbeddedStore store, EtcdMember member, EtcdServerOptions options, TimeProvider time)
{
    public void AddTo(GrpcServer server) => server.MapDuplex(EtcdMethods.Watch, RunAsync);

    private async Task RunAsync(GrpcServerCall<WatchRequest, WatchResponse> call)
    {
        await using WatchStream stream = new(call, store, member, options, time);
        await stream.RunAsync();
    }
}
