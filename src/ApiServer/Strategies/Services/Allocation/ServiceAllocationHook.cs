using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.Storage;
using Microsoft.Extensions.Logging;

namespace Kybernet.ApiServer.Strategies.Services.Allocation;

/// <summary>Allocates around the writes of Services.</summary>
internal sealed partial class ServiceAllocationHook(ServiceAllocator allocator, AllocationRegister register, ILogger logger) : IWriteHook
{
    /// <inheritdoc/>
    public async ValueTask<IWriteReservation?> BeginAsync(KubeObject obj, KubeObject? old, bool dryRun, CancellationToken cancellation) =>
        await allocator.AllocateAsync((Service)obj, (Service?)old, dryRun, cancellation) is { } claim ? new Guarded(claim, logger) : null;

    /// <inheritdoc/>
    public async ValueTask AfterDeleteAsync(KubeObject obj, CancellationToken cancellation)
    {
        var service = (Service)obj;
        List<System.Net.IPAddress> addresses = [.. ServiceAllocator.AddressesOf(service)];
        List<int> ports = [.. PortWants.Had(service)];
        if (addresses.Count + ports.Count == 0) return;
        try
        {
            // The Service is gone, whatever becomes of the request.
            await register.ReleaseAsync(service.Metadata, addresses, ports, CancellationToken.None);
        }
        catch (StoreException e)
        {
            LogKept(logger, e, service.Metadata.Namespace, service.Metadata.Name);
        }
    }

    [LoggerMessage(LogLevel.Warning, "what service {Namespace}/{Name} no longer needs could not be given back; the repair will do it")]
    private static partial void LogKept(ILogger logger, Exception exception, string @namespace, string name);

    /// <summary>The Service is stored, or is not: that something cannot be given back does not change it.</summary>
    private sealed class Guarded(ServiceClaim claim, ILogger logger) : IWriteReservation
    {
        public ValueTask CommitAsync(CancellationToken cancellation) => EndAsync(claim.CommitAsync(CancellationToken.None));

        public ValueTask RollbackAsync(CancellationToken cancellation) => EndAsync(claim.RollbackAsync(CancellationToken.None));

        private async ValueTask EndAsync(ValueTask end)
        {
            try
            {
                await end;
            }
            catch (StoreException e)
            {
                LogKept(logger, e, claim.Owner.Namespace, claim.Owner.Name);
            }
        }
    }
}
