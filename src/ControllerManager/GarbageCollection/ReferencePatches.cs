using System.Text;
using Kybernet.Api.Json;
using Kybernet.Api.Meta.V1;
using Kybernet.Client;
using Kybernet.ControllerManager.Discovery;

namespace Kybernet.ControllerManager.GarbageCollection;

/// <summary>Writes the garbage collector's changes of owner references and finalizers. What is gone meanwhile is left alone.</summary>
internal sealed class ReferencePatches(MetadataClient client)
{
    /// <summary>Takes references to owners off an object.</summary>
    public Task RemoveOwnersAsync(GraphNode node, IReadOnlyList<string> owners, CancellationToken cancellation)
    {
        JsonArray references = new(owners.Select(static uid => (JsonValue)new JsonObject { ["$patch"] = "delete", ["uid"] = uid }));
        return PatchAsync(node, new JsonObject { ["uid"] = node.Uid, ["ownerReferences"] = references }, strategic: true, cancellation);
    }

    /// <summary>Lets the object's owners go before it, and returns the object as it is then.</summary>
    public async Task<ObjectMeta> UnblockOwnersAsync(GraphNode node, ObjectMeta latest, CancellationToken cancellation)
    {
        JsonArray references = new(latest.OwnerReferences
            .Where(static o => o.BlockOwnerDeletion == true)
            .Select(static o => (JsonValue)new JsonObject { ["uid"] = o.Uid, ["blockOwnerDeletion"] = false }));
        await PatchAsync(node, new JsonObject { ["uid"] = node.Uid, ["ownerReferences"] = references }, strategic: true, cancellation);
        return (await client.GetAsync(node.Resource.Gvr, node.Metadata.Namespace, node.Metadata.Name, cancellation)).Metadata;
    }

    /// <summary>Takes a finalizer off an object.</summary>
    /// <exception cref="KubeApiException">Conflict: somebody else was faster; to be tried again.</exception>
    public async Task RemoveFinalizerAsync(GraphNode node, string finalizer, CancellationToken cancellation)
    {
        ObjectMeta latest;
        try
        {
            latest = (await client.GetAsync(node.Resource.Gvr, node.Metadata.Namespace, node.Metadata.Name, cancellation)).Metadata;
        }
        catch (KubeApiException e) when (e.IsNotFound)
        {
            return;
        }

        if (latest.Uid != node.Uid || !latest.Finalizers.Contains(finalizer)) return;
        JsonArray left = new(latest.Finalizers.Where(f => f != finalizer).Select(static f => (JsonValue)f));
        await PatchAsync(node, new JsonObject { ["resourceVersion"] = latest.ResourceVersion, ["finalizers"] = left }, strategic: false, cancellation);
    }

    private async Task PatchAsync(GraphNode node, JsonObject metadata, bool strategic, CancellationToken cancellation)
    {
        JsonValue patch = new JsonObject { ["metadata"] = metadata };
        var text = Encoding.UTF8.GetString(patch.Encode());
        try
        {
            await client.PatchAsync(
                node.Resource.Gvr,
                node.Metadata.Namespace,
                node.Metadata.Name,
                strategic ? Patch.Strategic(text) : Patch.Merge(text),
                cancellation);
        }
        catch (KubeApiException e) when (e.IsNotFound)
        {
            // It is gone, and its references with it.
        }
    }
}
