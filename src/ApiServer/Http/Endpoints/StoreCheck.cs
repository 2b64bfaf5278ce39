using Kybernet.Storage;

namespace Kybernet.ApiServer.Http.Endpoints;

/// <summary>Whether the store answers, within two seconds (upstream's check <c>etcd</c> and --etcd-healthcheck-timeout).</summary>
internal sealed class StoreCheck(IStore store, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Asks it.</summary>
    public async ValueTask<bool> IsHealthyAsync(CancellationToken cancellation)
    {
        using CancellationTokenSource deadline = new(Patience, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            await store.CatchUpAsync(stop.Token);
            return true;
        }
        catch (Exception e) when (e is StoreException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return false;
        }
    }
}
