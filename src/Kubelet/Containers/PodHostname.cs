using Kybernet.Api.Core.V1;

namespace Kybernet.Kubelet.Containers;

/// <summary>A pod's host name and domain.</summary>
/// <param name="Name">The host name, as the kernel has it.</param>
/// <param name="Domain">The domain; empty when the pod has no subdomain.</param>
internal readonly record struct PodHostname(string Name, string Domain)
{
    private const int MaxLength = 63;

    /// <summary>Works out the names.</summary>
    public static PodHostname Of(Pod pod, string clusterDomain)
    {
        if (pod.Spec.HostnameOverride is { Length: > 0 } told) return new(told, "");
        var name = pod.Spec.Hostname.Length > 0 ? pod.Spec.Hostname : pod.Metadata.Name;
        if (name.Length > MaxLength) name = name[..MaxLength].TrimEnd('-', '.');
        var domain = pod.Spec.Subdomain.Length > 0 ? $"{pod.Spec.Subdomain}.{pod.Metadata.Namespace}.svc.{clusterDomain}" : "";
        if (pod.Spec.SetHostnameAsFQDN is true && domain.Length > 0) name = $"{name}.{domain}";
        return new(name, domain);
    }
}
