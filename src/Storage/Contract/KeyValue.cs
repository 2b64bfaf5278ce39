namespace Kybernet.Storage;

/// <summary>What the store knows of a key at one moment (etcd's mvccpb.KeyValue). Immutable, and shared by all who read it.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">
/// The value. The store, its caches and all readers share one array, in an embedded store the very one that the writer handed in, and
/// nobody may change it.
/// </param>
/// <param name="CreateRevision">The revision at which the key came into being (again, when it was deleted in between).</param>
/// <param name="ModRevision">The revision of its last change: what compare-and-swap compares.</param>
/// <param name="Version">How often it was written since it came into being; 1 is the creation.</param>
/// <param name="LeaseId">The lease that deletes the key when it ends; 0 for none.</param>
public sealed record KeyValue(
    StoreKey Key, ReadOnlyMemory<byte> Value, long CreateRevision, long ModRevision, long Version, long LeaseId = 0);
