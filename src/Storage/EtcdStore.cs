using Kybernet.Base;
using Kybernet.Storage.Etcd;

namespace Kybernet.Storage;

/// <summary>
/// The store of several machines: a real etcd cluster, 3.4 or newer, of which all keys under a prefix are mirrored in this process. Any
/// number of API servers may work over one etcd.
/// </summary>
public static class EtcdStore
{
    /// <summary>
    /// Connects to etcd, reads all keys and begins to follow their changes. The store is ready when this returns.
    /// </summary>
    /// <param name="options">Where etcd is, and the bounds.</param>
    /// <param name="environment">Clock, chance, and where the mirror's loop runs.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ArgumentException">The options contradict themselves.</exception>
    /// <exception cref="IOException">A certificate or key cannot be read.</exception>
    /// <exception cref="StoreUnavailableException">etcd does not answer.</exception>
    /// <exception cref="StoreRefusedException">etcd does not let this client read or watch.</exception>
    public static async Task<IObservableStore> OpenAsync(
        EtcdStoreOptions options, ExecutionEnvironment environment, CancellationToken cancellation = default) =>
        await EtcdBackedStore.OpenAsync(options, environment, cancellation);
}
