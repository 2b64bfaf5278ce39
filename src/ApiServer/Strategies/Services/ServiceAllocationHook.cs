using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Strategies.Services;

/// <summary>Allocates around the writes of Services. The first write finds out what the stored ones have.</summary>
internal sealed class ServiceAllocationHook(ServiceAllocator allocator, IObjectReader objects) : IWriteHook
{
    private readonly Lock _gate = new();
    private bool _seeded;

    /// <inheritdoc/>
    public ValueTask<IWriteReservation?> BeginAsync(KubeObject obj, KubeObject? old, bool dryRun, CancellationToken cancellation)
    {
        EnsureSeeded();
        return new(allocator.Allocate((Service)obj, (Service?)old));
    }

    /// <inheritdoc/>
    public ValueTask AfterDeleteAsync(KubeObject obj, CancellationToken cancellation)
    {
        // Before the first write there is nothing to give back to.
        lock (_gate)
        {
            if (_seeded) allocator.Release((Service)obj);
        }

        return ValueTask.CompletedTask;
    }

    private void EnsureSeeded()
    {
        lock (_gate)
        {
            if (_seeded) return;
            allocator.Seed(objects.List<Service>());
            _seeded = true;
        }
    }
}
