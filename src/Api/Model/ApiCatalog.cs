using System.Collections.Frozen;

namespace Kybernet.Api;

public static partial class ApiCatalog
{
    /// <summary>The kind, or null when this build does not know it.</summary>
    public static KindInfo? FindKind(GroupVersionKind gvk) => Index.Kinds.GetValueOrDefault(gvk);

    /// <summary>The resource, or null when this build does not serve it.</summary>
    public static ApiResource? FindResource(GroupVersionResource gvr) => Index.Resources.GetValueOrDefault(gvr);

    /// <summary>The resource whose objects are of that kind, or null.</summary>
    public static ApiResource? FindResource(GroupVersionKind gvk)
    {
        foreach (var resource in Resources)
        {
            if (resource.Kind.Gvk == gvk) return resource;
        }

        return null;
    }

    // A class of its own, so that the generated lists are there before they are indexed.
    private static class Index
    {
        public static readonly FrozenDictionary<GroupVersionKind, KindInfo> Kinds = ApiCatalog.Kinds.ToFrozenDictionary(k => k.Gvk);

        public static readonly FrozenDictionary<GroupVersionResource, ApiResource> Resources =
            ApiCatalog.Resources.ToFrozenDictionary(r => r.Gvr);
    }
}
