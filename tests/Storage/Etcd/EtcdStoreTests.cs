using Kybernet.Base;
using Kybernet.Storage.Tests.Contract;

namespace Kybernet.Storage.Tests.Etcd;

/// <summary>Needs etcd.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsEtcdAttribute : RequirementAttribute
{
    /// <inheritdoc/>
    public override string? Skip => RealEtcd.Missing;
}

/// <summary>In a real etcd, a fresh one for each test.</summary>
[NeedsEtcd]
public sealed class EtcdStoreTests : StoreContract
{
    private readonly List<RealEtcd> _servers = [];

    /// <summary>etcd's --max-txn-ops.</summary>
    protected override int LongestTransaction => 128;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        foreach (var server in _servers) server.Dispose();
    }

    protected override async ValueTask<IObservableStore> OpenAsync(EmbeddedStoreOptions options)
    {
        _servers.Add(RealEtcd.Start());
        return await EtcdStore.OpenAsync(
            new EtcdStoreOptions
            {
                Endpoints = [_servers[^1].Address],
                // All of etcd is the store.
                KeyPrefix = "",
                Prefix = "",
                EventBufferCount = options.EventBufferCount,
                EventBufferBytes = options.EventBufferBytes,
            },
            ExecutionEnvironment.System());
    }
}
