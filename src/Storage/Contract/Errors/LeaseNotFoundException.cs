namespace Kybernet.Storage;

/// <summary>There is no such lease, or no longer (etcd's ErrLeaseNotFound).</summary>
/// <param name="leaseId">The wanted lease.</param>
public sealed class LeaseNotFoundException(long leaseId) : StoreException($"requested lease not found: {leaseId:x}")
{
    /// <summary>The wanted lease.</summary>
    public long LeaseId => leaseId;
}
