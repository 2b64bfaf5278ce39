using Kybernet.Api;
using Kybernet.Api.Meta.V1;

namespace Kybernet.Client;

/// <summary>Who owns whom.</summary>
public static class OwnerReferences
{
    /// <summary>The owner reference that says <c>controller: true</c>, or null (upstream's metav1.GetControllerOf).</summary>
    public static OwnerReference? ControllerOf(KubeObject value)
    {
        foreach (var owner in value.Metadata.OwnerReferences)
        {
            if (owner.Controller == true) return owner;
        }

        return null;
    }

    /// <summary>Whether <paramref name="owner"/> is the controller of <paramref name="value"/>.</summary>
    public static bool IsControlledBy(KubeObject value, KubeObject owner) => ControllerOf(value)?.Uid == owner.Metadata.Uid;

    /// <summary>The reference that makes <paramref name="owner"/> the controller of what carries it (upstream's NewControllerRef).</summary>
    public static OwnerReference ForController(KubeObject owner) => new()
    {
        ApiVersion = owner.Info.Gvk.ApiVersion,
        Kind = owner.Info.Gvk.Kind,
        Name = owner.Metadata.Name,
        Uid = owner.Metadata.Uid,
        Controller = true,
        BlockOwnerDeletion = true,
    };
}
