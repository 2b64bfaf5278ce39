using Kybernet.Api.Meta.V1;
using Kybernet.Client;
using Kybernet.ControllerManager.Discovery;

namespace Kybernet.ControllerManager.GarbageCollection;

/// <summary>Asks the server what owner references lead to.</summary>
internal sealed class OwnerLookup(MetadataClient client)
{
    private readonly AbsentOwners _absent = new();

    /// <summary>What a reference leads to; null for one that makes no sense: nothing in a namespace can own what is in none.</summary>
    /// <exception cref="KubeApiException">The server cannot say.</exception>
    public async Task<OwnerState?> StateOfAsync(OwnerReference reference, GraphNode dependent, CancellationToken cancellation)
    {
        // Of a kind that is not served here nobody can say that an object is gone.
        if (CollectedResources.Of(reference.ApiVersion, reference.Kind) is not { } resource) return OwnerState.Solid;
        if (resource.Namespaced && dependent.Metadata.Namespace.Length == 0) return null;
        var ns = resource.Namespaced ? dependent.Metadata.Namespace : "";
        AbsentOwner identity = new(reference.ApiVersion, reference.Kind, ns, reference.Name, reference.Uid);
        if (_absent.Contains(identity)) return OwnerState.Dangling;
        try
        {
            var owner = (await client.GetAsync(resource.Gvr, ns, reference.Name, cancellation)).Metadata;
            if (owner.Uid == reference.Uid)
                return new GraphNode(resource, owner).IsDeletingDependents ? OwnerState.WaitingForDependents : OwnerState.Solid;
        }
        catch (KubeApiException e) when (e.IsNotFound)
        {
            // Absent, like another object of its name.
        }

        _absent.Add(identity);
        return OwnerState.Dangling;
    }

    /// <summary>What is wrong with a reference that makes no sense.</summary>
    public static string Complaint(OwnerReference reference, GraphNode dependent) =>
        $"ownerRef [{reference.ApiVersion}/{reference.Kind}, namespace: {dependent.Metadata.Namespace}, name: {reference.Name}, uid: {reference.Uid}] "
        + $"does not exist in namespace \"{dependent.Metadata.Namespace}\"";
}
