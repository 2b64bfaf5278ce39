using Kybernet.Api;

namespace Kybernet.ApiServer.Registry;

/// <summary>Where in the store objects of a resource live: upstream's layout with its quirks, so that either server finds the other's.</summary>
internal static class StorePrefix
{
    /// <summary>The beginning of all keys.</summary>
    public const string Root = "/registry/";

    /// <summary>The prefix, with a slash at its end.</summary>
    public static string For(GroupVersionResource resource) => Root + (resource.Group, resource.Resource) switch
    {
        ("", "nodes") => "minions",
        ("", "replicationcontrollers") => "controllers",
        ("", "services") => "services/specs",
        ("", "endpoints") => "services/endpoints",
        ("networking.k8s.io", "ingresses") => "ingress",
        ("apiextensions.k8s.io" or "apiregistration.k8s.io", _) => $"{resource.Group}/{resource.Resource}",
        _ => resource.Resource,
    } + "/";
}
