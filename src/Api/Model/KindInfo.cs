namespace Kybernet.Api;

/// <summary>A kind that this build knows, and how to make an empty one.</summary>
/// <param name="Gvk">Its group, version and name.</param>
/// <param name="Create">Makes an empty object, its apiVersion and kind set.</param>
public sealed record KindInfo(GroupVersionKind Gvk, Func<KubeKind> Create);

/// <summary>What a generated kind says of itself, for generic code.</summary>
public interface IKubeKind
{
    /// <summary>The kind.</summary>
    static abstract KindInfo KindInfo { get; }
}

/// <summary>A generated kind that is served as a resource.</summary>
public interface IKubeResource : IKubeKind
{
    /// <summary>The resource under which the kind is served.</summary>
    static abstract ApiResource Resource { get; }
}
