using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Networking.V1;
using Kybernet.ApiServer.Pipeline.Writing;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Strategies.Services.Allocation;
using Kybernet.Storage;

namespace Kybernet.ApiServer.Strategies.Services.Repair;

/// <summary>Who deletes the IPAddress of a Service that has it still, sees it made again: the address must not go to another.</summary>
internal sealed class DeletedAddressHook(IObjectReader objects, AllocationRepair repair) : IWriteHook
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Operation.Put>> TakeAsync(
        KubeObject obj, KubeObject? old, bool dryRun, IReadOnlySet<StoreKey> lost, CancellationToken cancellation) => new([]);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<KeyValue>> GiveBackAsync(KubeObject? obj, KubeObject old, CancellationToken cancellation) => new([]);

    /// <inheritdoc/>
    public async ValueTask AfterDeleteAsync(KubeObject obj, CancellationToken cancellation)
    {
        var address = (IPAddress)obj;
        if (!IpAddressObjects.RefersToService(address)) return;
        if (objects.Find<Service>(address.Spec.ParentRef!.Namespace, address.Spec.ParentRef.Name) is not { } service) return;
        try
        {
            await repair.CheckAsync(service, CancellationToken.None);
        }
        catch (StoreException e)
        {
            throw StoreFailure.Explain(e);
        }
    }
}
