using Kybernet.Api;

namespace Kybernet.ControllerManager.GarbageCollection;

/// <summary>The resources whose objects can own and be owned.</summary>
internal static class CollectedResources
{
    /// <summary>All that can be listed, watched and deleted, each in one version, without events, which own nothing and live an hour.</summary>
    public static IReadOnlyList<ApiResource> All { get; } = [.. ApiCatalog.Resources
        .Where(static r => r.Name != "events" && r.Verbs.Contains("list") && r.Verbs.Contains("watch") && r.Verbs.Contains("delete"))
        .GroupBy(static r => r.GroupResource)
        .Select(static g => g.Last())];

    /// <summary>The resource of a reference's kind, or null when it is not known here.</summary>
    public static ApiResource? Of(string apiVersion, string kind)
    {
        var version = GroupVersion.Parse(apiVersion);
        return ApiCatalog.FindResource(new GroupVersionKind(version.Group, version.Version, kind));
    }
}
