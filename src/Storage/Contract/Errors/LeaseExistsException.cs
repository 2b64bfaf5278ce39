namespace Kybernet.Storage;

/// <summary>The wanted lease id is taken (etcd's ErrLeaseExists).</summary>
/// <param name="leaseId">The wanted id.</param>
public sealed class LeaseExistsException(long leaseId) : StoreException($"lease already exists: {leaseId:x}")
{
    /// <summary>The wanted id.</summary>
    public long LeaseId => leaseId;
}
