using Kybernet.Api;
using Kybernet.Api.Selectors;

namespace Kybernet.Client;

/// <summary>What a controller has to do about an object that its selector may match.</summary>
public enum Claim
{
    /// <summary>Nothing: it is somebody else's, or nobody's business.</summary>
    Ignore,

    /// <summary>It is the controller's already.</summary>
    Own,

    /// <summary>It has no controller and matches: become its controller.</summary>
    Adopt,

    /// <summary>It is the controller's and does not match any more: let it go.</summary>
    Release,
}

/// <summary>Decides about claims (the heart of upstream's BaseControllerRefManager).</summary>
public static class Claims
{
    /// <summary>What <paramref name="controller"/> has to do about <paramref name="value"/>.</summary>
    public static Claim Decide(KubeObject value, KubeObject controller, LabelQuery selector)
    {
        var deleting = controller.Metadata.DeletionTimestamp is not null;
        var matches = selector.Matches(value.Metadata.Labels);
        if (OwnerReferences.ControllerOf(value) is { } owner)
        {
            if (owner.Uid != controller.Metadata.Uid) return Claim.Ignore;
            if (matches) return Claim.Own;
            return deleting ? Claim.Ignore : Claim.Release;
        }

        if (deleting || !matches || value.Metadata.DeletionTimestamp is not null) return Claim.Ignore;
        return value.Metadata.Namespace == controller.Metadata.Namespace ? Claim.Adopt : Claim.Ignore;
    }
}
