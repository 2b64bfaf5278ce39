using Kybernet.Api.Core.V1;
using Kybernet.Api.Meta.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.Storage;

namespace Kybernet.ApiServer.Strategies.Services.Allocation;

/// <summary>
/// What was taken for one write of a Service, and what the write makes free. Where nobody comes to its end, because the process
/// did, the repair does.
/// </summary>
internal sealed class ServiceClaim(AllocationRegister register, Service service, Service? old) : IWriteReservation
{
    /// <summary>The Service's metadata.</summary>
    public ObjectMeta Owner => service.Metadata;

    /// <summary>The revision at which the keys were taken.</summary>
    public required long Revision { get; init; }

    /// <summary>What was taken.</summary>
    public required IReadOnlyList<StoreKey> Keys { get; init; }

    /// <inheritdoc/>
    public ValueTask CommitAsync(CancellationToken cancellation)
    {
        if (old is null) return ValueTask.CompletedTask;
        List<System.Net.IPAddress> addresses = [.. ServiceAllocator.AddressesOf(old).Except(ServiceAllocator.AddressesOf(service))];
        List<int> ports = [.. PortWants.Had(old).Except(PortWants.Had(service))];
        return addresses.Count + ports.Count == 0 ? ValueTask.CompletedTask : register.ReleaseAsync(old.Metadata, addresses, ports, cancellation);
    }

    /// <inheritdoc/>
    public ValueTask RollbackAsync(CancellationToken cancellation) =>
        Keys.Count == 0 ? ValueTask.CompletedTask : register.ReleaseAsync(Revision, Keys, cancellation);
}
