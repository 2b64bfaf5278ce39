using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Strategies.Services;

/// <summary>
/// Allocates around the writes of Services. The first write finds out what the stored ones have; where other servers write to the same
/// store, every write does before which a Service has changed.
/// </summary>
/// <param name="allocator">Gives out addresses and ports.</param>
/// <param name="objects">The stored Services.</param>
/// <param name="isShared">Whether other servers write to the same store.</param>
internal sealed class ServiceAllocationHook(ServiceAllocator allocator, IObjectReader objects, bool isShared) : IWriteHook
{
    private readonly Lock _gate = new();
    private bool _seeded;
    private long _seen;

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
            if (_seeded && !isShared) return;
            var change = objects.LastChange<Service>();
            if (_seeded && change == _seen) return;
            allocator.Seed(objects.List<Service>());
            (_seeded, _seen) = (true, change);
        }
    }
}
