using Kybernet.Api;

namespace Kybernet.ApiServer.Admission;

/// <summary>What is about to happen to an object (upstream's admission.Attributes).</summary>
internal sealed class AdmissionRequest
{
    /// <summary>Create, update, delete or connect.</summary>
    public required AdmissionOperation Operation { get; init; }

    /// <summary>Who asks.</summary>
    public required UserInfo User { get; init; }

    /// <summary>The resource, in the version of the request.</summary>
    public required ApiResource Resource { get; init; }

    /// <summary>The subresource, or empty.</summary>
    public string Subresource { get; init; } = "";

    /// <summary>The namespace, or empty.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The object's name; empty on a create with generateName, and on deletecollection.</summary>
    public string Name { get; init; } = "";

    /// <summary>The new object, to be changed by mutating steps; null on delete. For binding, eviction and the like what was posted.</summary>
    public KubeKind? Kind { get; init; }

    /// <summary><see cref="Kind"/>, where it is a stored object.</summary>
    public KubeObject? Object => Kind as KubeObject;

    /// <summary>The object as it is stored, frozen; null on create.</summary>
    public KubeObject? OldObject { get; init; }

    /// <summary>Whether nothing will be stored.</summary>
    public bool DryRun { get; init; }

    /// <summary>Tells the client something with a Warning header.</summary>
    public required Action<string> Warn { get; init; }

    /// <summary>Whether it is about this resource itself, not about a subresource of it.</summary>
    public bool IsFor(string group, string resource) =>
        Subresource.Length == 0 && Resource.Gvr.Resource == resource && Resource.Gvr.Group == group;
}

/// <summary>What is to be done.</summary>
[Flags]
internal enum AdmissionOperation
{
    /// <summary>Creating an object, or posting to a subresource.</summary>
    Create = 1,

    /// <summary>Changing one.</summary>
    Update = 2,

    /// <summary>Deleting one.</summary>
    Delete = 4,

    /// <summary>Opening a stream to one: exec, attach, port-forward, proxy.</summary>
    Connect = 8,
}
