namespace Kybernet.Storage;

/// <summary>
/// Leases, as etcd has them: a lease that is not kept alive for its time to live ends, and deletes its keys as one revision.
/// After a restart of the store every lease starts its time anew.
/// </summary>
public interface ILeases
{
    /// <summary>The longest time to live, in seconds.</summary>
    const long LongestTtlSeconds = 9_000_000_000;

    /// <summary>Makes a lease.</summary>
    /// <param name="ttlSeconds">Its time to live, 1 to 9,000,000,000 seconds.</param>
    /// <param name="leaseId">The wanted id; 0 lets the store choose.</param>
    /// <param name="cancellation">Gives up waiting for a place in the queue.</param>
    /// <exception cref="LeaseExistsException">The wanted id is taken.</exception>
    ValueTask<Lease> GrantAsync(long ttlSeconds, long leaseId = 0, CancellationToken cancellation = default);

    /// <summary>Starts the lease's time anew.</summary>
    /// <exception cref="LeaseNotFoundException">It does not exist, or has ended.</exception>
    ValueTask<Lease> KeepAliveAsync(long leaseId, CancellationToken cancellation = default);

    /// <summary>Ends a lease and deletes its keys. Returns the store's revision.</summary>
    /// <exception cref="LeaseNotFoundException">It does not exist, or has ended.</exception>
    ValueTask<long> RevokeAsync(long leaseId, CancellationToken cancellation = default);

    /// <summary>How long a lease has left, and which keys hang on it.</summary>
    /// <exception cref="LeaseNotFoundException">It does not exist, or has ended.</exception>
    ValueTask<LeaseStatus> TimeToLiveAsync(long leaseId, CancellationToken cancellation = default);

    /// <summary>The ids of all leases, ascending.</summary>
    ValueTask<IReadOnlyList<long>> ListAsync(CancellationToken cancellation = default);
}

/// <summary>A lease as granted.</summary>
/// <param name="Id">Its id, never 0.</param>
/// <param name="TtlSeconds">Its time to live in seconds.</param>
public sealed record Lease(long Id, long TtlSeconds);

/// <summary>A lease as it stands.</summary>
/// <param name="Lease">What was granted.</param>
/// <param name="Remaining">The time until it ends unless it is kept alive.</param>
/// <param name="Keys">Its keys, in order.</param>
public sealed record LeaseStatus(Lease Lease, TimeSpan Remaining, IReadOnlyList<StoreKey> Keys);
