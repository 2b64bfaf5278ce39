using Kybernet.Base;
using Kybernet.Storage.Etcd;
using Kybernet.Storage.Etcd.Protocol;
using Kybernet.Wire.Grpc;

namespace Kybernet.Storage;

/// <summary>Fetches snapshots over the etcd v3 API, as <c>etcdctl snapshot save</c> does.</summary>
public static class EtcdSnapshots
{
    /// <summary>Asks a server for a snapshot and writes it as it comes, in the form that the server has.</summary>
    /// <param name="options">Where the server is.</param>
    /// <param name="environment">Clock and chance.</param>
    /// <param name="output">Where it goes.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The revision of the snapshot.</returns>
    /// <exception cref="GrpcException">The server cannot be reached, or refuses it.</exception>
    /// <exception cref="IOException">It ended too early, or cannot be written.</exception>
    public static async Task<long> FetchAsync(
        EtcdStoreOptions options, ExecutionEnvironment environment, Stream output, CancellationToken cancellation = default)
    {
        using EtcdEndpoints endpoints = new(options, environment.Time);
        var revision = 0L;
        var remaining = ulong.MaxValue;
        await foreach (var piece in endpoints.Current.Channel.ServerStreamAsync(EtcdMethods.Snapshot, new SnapshotRequest(), cancellation: cancellation))
        {
            if (revision == 0) revision = piece.Header.Revision;
            await output.WriteAsync(piece.Blob.Memory, cancellation);
            remaining = piece.RemainingBytes;
        }
        if (remaining > 0) throw new IOException("the snapshot ended too early");
        return revision;
    }
}
