using System.Text;
using Kybernet.Api;
using Kybernet.Api.Json;
using Kybernet.Api.Selectors;

namespace Kybernet.Client;

/// <summary>
/// Makes objects that match a controller's selector its own and lets go those that no longer do (upstream's
/// PodControllerRefManager and its siblings).
/// </summary>
/// <typeparam name="TController">The controller's kind.</typeparam>
/// <typeparam name="T">The kind of the objects.</typeparam>
/// <param name="client">With whose rights objects are patched.</param>
/// <param name="controller">The controller, from a cache.</param>
/// <param name="selector">What it selects.</param>
public sealed class ControllerRefManager<TController, T>(IKubeClient client, TController controller, LabelQuery selector)
    where TController : KubeObject, IKubeResource, new()
    where T : KubeObject, IKubeResource, new()
{
    private bool _mayAdopt;

    /// <summary>Finalizers that adoption adds.</summary>
    public IReadOnlyList<string> Finalizers { get; init; } = [];

    /// <summary>Adopts and releases as needed, and returns the objects that are the controller's.</summary>
    /// <exception cref="KubeApiException">A claim could not be made; the key is to be tried again.</exception>
    public async Task<IReadOnlyList<T>> ClaimAsync(IEnumerable<T> candidates, CancellationToken cancellation)
    {
        List<T> claimed = [];
        foreach (var candidate in candidates)
        {
            switch (Claims.Decide(candidate, controller, selector))
            {
                case Claim.Own:
                    claimed.Add(candidate);
                    break;
                case Claim.Adopt when await AdoptAsync(candidate, cancellation):
                    claimed.Add(candidate);
                    break;
                case Claim.Release:
                    await ReleaseAsync(candidate, cancellation);
                    break;
                default:
                    break;
            }
        }

        return claimed;
    }

    /// <summary>Takes the controller's reference off an object. One that is gone, or another of its name, is nobody's matter.</summary>
    public async Task ReleaseAsync(T value, CancellationToken cancellation)
    {
        var references = new JsonArray([new JsonObject { ["$patch"] = "delete", ["uid"] = controller.Metadata.Uid }]);
        var metadata = new JsonObject { ["uid"] = value.Metadata.Uid, ["ownerReferences"] = references };
        if (Finalizers.Count > 0)
        {
            metadata["$deleteFromPrimitiveList/finalizers"] = new JsonArray(Finalizers.Select(static f => (JsonValue)f));
        }

        await PatchAsync(value, metadata, cancellation, static e => e.IsNotFound || e.Reason == "Invalid" || e.IsConflict);
    }

    private async Task<bool> AdoptAsync(T value, CancellationToken cancellation)
    {
        await EnsureMayAdoptAsync(cancellation);
        var owner = OwnerReferences.ForController(controller);
        var reference = new JsonObject
        {
            ["apiVersion"] = owner.ApiVersion,
            ["kind"] = owner.Kind,
            ["name"] = owner.Name,
            ["uid"] = owner.Uid,
            ["controller"] = true,
            ["blockOwnerDeletion"] = true,
        };
        var metadata = new JsonObject { ["uid"] = value.Metadata.Uid, ["ownerReferences"] = new JsonArray([reference]) };
        if (Finalizers.Count > 0)
        {
            metadata["finalizers"] = new JsonArray(Finalizers.Select(static f => (JsonValue)f));
        }

        return await PatchAsync(value, metadata, cancellation, static e => e.IsNotFound);
    }

    // The cache may show a controller that is being deleted, or another of its name, as alive: ask once before adopting.
    private async Task EnsureMayAdoptAsync(CancellationToken cancellation)
    {
        if (_mayAdopt) return;
        var fresh = await client.GetAsync<TController>(controller.Metadata.Namespace, controller.Metadata.Name, cancellation);
        var key = ObjectKey.Of(controller);
        if (fresh.Metadata.Uid != controller.Metadata.Uid)
        {
            throw new InvalidOperationException(
                $"original {controller.Info.Gvk.Kind} {key} is gone: got uid {fresh.Metadata.Uid}, wanted {controller.Metadata.Uid}");
        }

        if (fresh.Metadata.DeletionTimestamp is { } deleted)
        {
            throw new InvalidOperationException($"{key} has just been deleted at {KubeTime.Format(deleted)}");
        }

        _mayAdopt = true;
    }

    private async Task<bool> PatchAsync(T value, JsonObject metadata, CancellationToken cancellation, Func<KubeApiException, bool> isGone)
    {
        JsonValue patch = new JsonObject { ["metadata"] = metadata };
        try
        {
            await client.PatchAsync<T>(
                value.Metadata.Namespace, value.Metadata.Name, Patch.Strategic(Encoding.UTF8.GetString(patch.Encode())), "", cancellation);
            return true;
        }
        catch (KubeApiException e) when (isGone(e))
        {
            return false;
        }
    }
}
