using Kybernet.ApiServer.Pipeline.Options;
using Kybernet.ApiServer.Pipeline.Writing;
using Kybernet.Storage;

namespace Kybernet.ApiServer.Pipeline;

/// <summary>
/// Sees to it that the caches are as new as a request needs them: up to date, or as new as the resourceVersion that it names
/// (upstream's consistent reads from the watch cache). Without other servers over the same store they always are, and nothing waits.
/// </summary>
internal sealed class Currency(IStore store)
{
    /// <summary>Completes when the request may read the caches.</summary>
    /// <exception cref="Client.KubeApiException">The store cannot be asked.</exception>
    public ValueTask EnsureAsync(ApiRequest request, CancellationToken cancellation)
    {
        if (request.Definition.Storage is null || IsCurrentEnough(request)) return ValueTask.CompletedTask;
        var caughtUp = store.CatchUpAsync(cancellation);
        return caughtUp.IsCompletedSuccessfully ? ValueTask.CompletedTask : AwaitAsync(caughtUp);
    }

    private static async ValueTask AwaitAsync(ValueTask<long> caughtUp)
    {
        try
        {
            await caughtUp;
        }
        catch (StoreException e)
        {
            throw StoreFailure.Explain(e);
        }
    }

    // Who names a revision wants nothing newer than it; 0 is whatever is there. What cannot be parsed is refused elsewhere.
    private bool IsCurrentEnough(ApiRequest request)
    {
        if (request.Verb is not ("get" or "list" or "watch") || request.Query["resourceVersion"] is not { Length: > 0 } text) return false;
        try
        {
            return OptionText.ParseResourceVersion(text) <= store.CurrentRevision;
        }
        catch (FormatException)
        {
            return true;
        }
    }
}
