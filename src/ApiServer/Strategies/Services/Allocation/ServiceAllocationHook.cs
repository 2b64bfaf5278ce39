using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.Storage;

namespace Kybernet.ApiServer.Strategies.Services.Allocation;

/// <summary>A Service has its addresses and node ports as long as it is stored with them.</summary>
internal sealed class ServiceAllocationHook(ServiceAllocator allocator, AllocationRegister register) : IWriteHook
{
    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Operation.Put>> TakeAsync(
        KubeObject obj, KubeObject? old, bool dryRun, IReadOnlySet<StoreKey> lost, CancellationToken cancellation)
    {
        var (addresses, ports) = await allocator.AllocateAsync((Service)obj, (Service?)old, dryRun, lost, cancellation);
        return dryRun ? [] : [.. register.Puts(obj.Metadata, addresses, ports)];
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<KeyValue>> GiveBackAsync(KubeObject? obj, KubeObject old, CancellationToken cancellation)
    {
        var (service, before) = ((Service?)obj, (Service)old);
        var (addresses, ports) = (ServiceAllocator.AddressesOf(before), PortWants.Had(before));
        return service is null
            ? register.HeldAsync(old.Metadata, addresses, ports, cancellation)
            : register.HeldAsync(
                old.Metadata, addresses.Except(ServiceAllocator.AddressesOf(service)), ports.Except(PortWants.Had(service)), cancellation);
    }

    /// <inheritdoc/>
    public ValueTask AfterDeleteAsync(KubeObject obj, CancellationToken cancellation) => ValueTask.CompletedTask;
}
