using Kybernet.Api;
using Kybernet.Storage;

namespace Kybernet.ApiServer.Registry;

/// <summary>
/// What an object has in the store beside itself, as a Service its cluster IPs and node ports (upstream's BeginCreate, BeginUpdate
/// and AfterDelete). It is taken and given back in the transaction that writes the object: there is never the one without the
/// other.
/// </summary>
internal interface IWriteHook
{
    /// <summary>
    /// What the object needs and has not. Called after mutating admission and before the strategy prepares and validates. May set
    /// allocated values in <paramref name="obj"/>. Refuses by throwing what <see cref="ApiErrors"/> makes.
    /// </summary>
    /// <param name="obj">The object to be stored.</param>
    /// <param name="old">The object as it is; null on create.</param>
    /// <param name="dryRun">Whether nothing will be written.</param>
    /// <param name="lost">Keys that somebody else took while this write was under way.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Keys that are not there yet, and their values as they are stored.</returns>
    ValueTask<IReadOnlyList<Operation.Put>> TakeAsync(
        KubeObject obj, KubeObject? old, bool dryRun, IReadOnlySet<StoreKey> lost, CancellationToken cancellation);

    /// <summary>What the object has and no longer needs. Called when it is about to be written.</summary>
    /// <param name="obj">The object as it is stored next; null: it is deleted.</param>
    /// <param name="old">The object as it is.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The keys as they are.</returns>
    ValueTask<IReadOnlyList<KeyValue>> GiveBackAsync(KubeObject? obj, KubeObject old, CancellationToken cancellation);

    /// <summary>The object is gone from the store.</summary>
    ValueTask AfterDeleteAsync(KubeObject obj, CancellationToken cancellation);
}
