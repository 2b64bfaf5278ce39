using Kybernet.Api;
using Kybernet.Api.Meta.V1;
using Kybernet.Client;
using Kybernet.ControllerManager.Discovery;

namespace Kybernet.ControllerManager.Namespaces;

/// <summary>What is left in a namespace after an attempt to empty it.</summary>
internal sealed class NamespaceRemains
{
    /// <summary>How many objects of each resource there still are.</summary>
    public SortedDictionary<string, int> Objects { get; } = new(StringComparer.Ordinal);

    /// <summary>How many objects wait for each finalizer.</summary>
    public SortedDictionary<string, int> Finalizers { get; } = new(StringComparer.Ordinal);

    /// <summary>What went wrong.</summary>
    public List<string> Errors { get; } = [];

    /// <summary>How long it may take until what is left is gone.</summary>
    public TimeSpan Estimate { get; set; }

    /// <summary>Whether nothing is left and nothing went wrong.</summary>
    public bool IsEmpty => Objects.Count == 0 && Errors.Count == 0;
}

/// <summary>Empties a namespace of the objects of all resources, its pods first (upstream's namespacedResourcesDeleter).</summary>
internal sealed class NamespaceContent(MetadataClient client, ServedResources resources)
{
    private static readonly GroupVersionResource Pods = new("", "v1", "pods");
    private static readonly TimeSpan FinalizerEstimate = TimeSpan.FromSeconds(15);

    private static readonly DeleteOptions Background = new() { PropagationPolicy = "Background" };

    /// <summary>Deletes all there is and tells what is left.</summary>
    public async Task<NamespaceRemains> DeleteAsync(string ns, CancellationToken cancellation)
    {
        NamespaceRemains remains = new();
        var all = resources.List().Where(static r => r.Namespaced).ToArray();
        // Pods go first and alone: what they use (secrets, network policies) is there until the last of them is gone.
        foreach (var pods in all.Where(static r => r.Gvr == Pods)) await DeleteAsync(pods, ns, remains, cancellation);
        if (!remains.IsEmpty) return remains;
        foreach (var resource in all.Where(static r => r.Gvr != Pods)) await DeleteAsync(resource, ns, remains, cancellation);
        return remains;
    }

    private async Task DeleteAsync(ServedResource resource, string ns, NamespaceRemains remains, CancellationToken cancellation)
    {
        try
        {
            // Mostly there is nothing: asking is cheaper than deleting.
            var items = await client.ListAsync(resource.Gvr, ns, cancellation);
            if (items.Count == 0) return;
            if (resource.Supports("deletecollection"))
            {
                await client.DeleteCollectionAsync(resource.Gvr, ns, Background, cancellation);
            }
            else
            {
                foreach (var item in items) await DeleteOneAsync(resource, item, cancellation);
            }

            Count(resource, await client.ListAsync(resource.Gvr, ns, cancellation), remains);
        }
        catch (KubeApiException e) when (e.IsNotFound || e.Reason == "MethodNotAllowed")
        {
            // This server does not have the resource, or does not let it be deleted.
        }
        catch (KubeApiException e)
        {
            remains.Errors.Add($"{resource.Gvr}: {e.Message}");
        }
    }

    private async Task DeleteOneAsync(ServedResource resource, PartialObjectMetadata item, CancellationToken cancellation)
    {
        try
        {
            await client.DeleteAsync(resource.Gvr, item.Metadata.Namespace, item.Metadata.Name, Background, cancellation);
        }
        catch (KubeApiException e) when (e.IsNotFound)
        {
            // Gone already.
        }
    }

    private static void Count(ServedResource resource, IReadOnlyList<PartialObjectMetadata> left, NamespaceRemains remains)
    {
        if (left.Count == 0) return;
        remains.Objects[$"{resource.Gvr.Resource}.{resource.Gvr.Group}"] = left.Count;
        foreach (var item in left)
        {
            foreach (var finalizer in item.Metadata.Finalizers) remains.Finalizers[finalizer] = remains.Finalizers.GetValueOrDefault(finalizer) + 1;
            var estimate = item.Metadata.Finalizers.Count > 0 ? FinalizerEstimate : TimeSpan.FromSeconds(item.Metadata.DeletionGracePeriodSeconds ?? 0);
            if (estimate > remains.Estimate) remains.Estimate = estimate;
        }
    }
}
