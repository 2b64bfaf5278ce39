using Kybernet.Api;

namespace Kybernet.ApiServer.Registry;

/// <summary>
/// What has to happen beside the store around a write: cluster IPs and node ports are allocated before the object is
/// validated, and given back when the write fails (upstream's BeginCreate, BeginUpdate and AfterDelete).
/// </summary>
internal interface IWriteHook
{
    /// <summary>
    /// Called after mutating admission and before the strategy prepares and validates. May set allocated values in
    /// <paramref name="obj"/>. Refuses by throwing what <see cref="ApiErrors"/> makes.
    /// </summary>
    /// <param name="obj">The object to be stored.</param>
    /// <param name="old">The object as it is; null on create.</param>
    /// <param name="dryRun">Whether nothing may remain.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What ends the write; null when there is nothing to end.</returns>
    ValueTask<IWriteReservation?> BeginAsync(KubeObject obj, KubeObject? old, bool dryRun, CancellationToken cancellation);

    /// <summary>The object is gone from the store.</summary>
    ValueTask AfterDeleteAsync(KubeObject obj, CancellationToken cancellation);
}

/// <summary>
/// What was set aside for a write. One of the methods is called, once; none when it is not known whether the object was stored.
/// </summary>
internal interface IWriteReservation
{
    /// <summary>The object is stored: release what it no longer needs.</summary>
    ValueTask CommitAsync(CancellationToken cancellation);

    /// <summary>The object was not stored: give everything back.</summary>
    ValueTask RollbackAsync(CancellationToken cancellation);
}
