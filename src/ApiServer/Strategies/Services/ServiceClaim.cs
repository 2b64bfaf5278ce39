using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Strategies.Services;

/// <summary>What was allocated for one write of a Service, and what the write makes free.</summary>
internal sealed class ServiceClaim(ServiceAllocator allocator, Service? old) : IWriteReservation
{
    private readonly HashSet<string> _oldAddresses = new(old is null ? [] : ServiceAllocator.AddressesOf(old), StringComparer.Ordinal);
    private readonly HashSet<int> _oldPorts = [.. old is null ? [] : ServiceAllocator.PortsOf(old)];

    /// <summary>Addresses taken for this write.</summary>
    public HashSet<string> NewAddresses { get; } = new(StringComparer.Ordinal);

    /// <summary>Ports taken for this write.</summary>
    public HashSet<int> NewPorts { get; } = [];

    /// <summary>Whether the Service had the address already.</summary>
    public bool HadAddress(string address) => _oldAddresses.Contains(address);

    /// <summary>Whether the Service had the port already.</summary>
    public bool HadPort(int port) => _oldPorts.Contains(port);

    /// <summary>What of the old the Service keeps, and so does not come free.</summary>
    public void Keep(IEnumerable<string> addresses, IEnumerable<int> ports)
    {
        _oldAddresses.ExceptWith(addresses);
        _oldPorts.ExceptWith(ports);
    }

    /// <inheritdoc/>
    public ValueTask CommitAsync(CancellationToken cancellation)
    {
        allocator.Commit(this, _oldAddresses, _oldPorts);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask RollbackAsync(CancellationToken cancellation)
    {
        allocator.Rollback(this);
        return ValueTask.CompletedTask;
    }
}
