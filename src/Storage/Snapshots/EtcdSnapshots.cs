using Kybernet.Base;
using Kybernet.Storage.Etcd;
using Kybernet.Storage.Etcd.Protocol;
using Kybernet.Wire.Grpc;

namespace Kybernet.Storage;

/// <summary>Fetches snapshots over the etcd v3 API, as <c>etcdctl snapshot save</c> does.</summary>
public static class EtcdSnapshots
{
    /// <summary>
    /// Asks for a snapshot and writes it as it comes, in the form that the server has. Of several servers the first that answers is taken;
    /// each has <see cref="EtcdStoreOptions.RequestTimeout"/> to begin.
    /// </summary>
    /// <param name="options">Where the servers are.</param>
    /// <param name="environment">Clock and chance.</param>
    /// <param name="output">Where it goes.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The revision of the snapshot.</returns>
    /// <exception cref="StoreUnavailableException">No server answers; all of them are named.</exception>
    /// <exception cref="GrpcException">A server refuses it, or is lost while it sends.</exception>
    /// <exception cref="IOException">It ended too early, or cannot be written.</exception>
    public static async Task<long> FetchAsync(
        EtcdStoreOptions options, ExecutionEnvironment environment, Stream output, CancellationToken cancellation = default)
    {
        using EtcdEndpoints endpoints = new(options, environment.Time);
        List<SilentEndpointException> silent = [];
        while (silent.Count < endpoints.Count)
        {
            var endpoint = endpoints.Current;
            try
            {
                return await FetchAsync(endpoint, options.RequestTimeout, environment.Time, output, cancellation);
            }
            catch (SilentEndpointException e)
            {
                silent.Add(e);
                endpoints.Leave(endpoint);
            }
        }
        throw new StoreUnavailableException($"etcd does not answer: {string.Join("; ", silent.Select(static e => e.Message))}", silent[^1]);
    }

    private static async Task<long> FetchAsync(
        EtcdEndpoint endpoint, TimeSpan patience, TimeProvider time, Stream output, CancellationToken cancellation)
    {
        using CancellationTokenSource late = new(patience, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token);
        var revision = 0L;
        var remaining = ulong.MaxValue;
        try
        {
            await foreach (var piece in endpoint.Channel.ServerStreamAsync(EtcdMethods.Snapshot, new SnapshotRequest(), cancellation: stop.Token))
            {
                // Once it has begun it may take as long as it takes.
                late.CancelAfter(Timeout.InfiniteTimeSpan);
                late.Token.ThrowIfCancellationRequested();
                // etcd 3.4 sends none: its snapshots are files of its own database.
                if (piece.Header is null)
                    throw new IOException($"{endpoint.Address} is not Kybernet's store: it sends snapshots in another form. Save those with its own etcdctl");
                revision = piece.Header.Revision;
                await output.WriteAsync(piece.Blob.Memory, cancellation);
                remaining = piece.RemainingBytes;
            }
        }
        // What has begun to be written cannot be begun again.
        catch (GrpcException e) when (revision == 0 && EtcdFailures.Of(e) is EtcdFailure.NotDone or EtcdFailure.Unknown)
        {
            throw new SilentEndpointException(endpoint, e.Message, e);
        }
        catch (OperationCanceledException e) when (revision == 0 && !cancellation.IsCancellationRequested)
        {
            throw new SilentEndpointException(endpoint, $"no answer within {patience.TotalSeconds:0.#} s", e);
        }
        if (remaining > 0) throw new IOException("the snapshot ended too early");
        return revision;
    }

    private sealed class SilentEndpointException(EtcdEndpoint endpoint, string reason, Exception cause)
        : Exception($"{endpoint.Address}: {reason}", cause);
}
