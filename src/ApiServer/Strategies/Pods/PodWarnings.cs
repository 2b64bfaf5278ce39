using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Meta.V1;
using Kybernet.ApiServer.Validation;

namespace Kybernet.ApiServer.Strategies.Pods;

/// <summary>What is allowed in a pod or a template, but likely not meant (upstream's GetWarningsForPod).</summary>
internal static class PodWarnings
{
    /// <summary>The warnings, in the order of the spec's fields.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="meta">The pod's metadata, or the template's.</param>
    /// <param name="path">Where the spec is.</param>
    /// <param name="isNew">Whether it is being created.</param>
    public static IEnumerable<string> Of(PodSpec spec, ObjectMeta meta, FieldPath path, bool isNew)
    {
        foreach (var warning in Placement(spec, path)) yield return warning;
        foreach (var warning in Volumes(spec, path.Child("volumes"))) yield return warning;
        foreach (var warning in Aliases(spec, path)) yield return warning;
        foreach (var warning in Containers(spec.InitContainers, path.Child("initContainers"))) yield return warning;
        foreach (var warning in Containers(spec.Containers, path.Child("containers"))) yield return warning;
        if (isNew && spec.TerminationGracePeriodSeconds < 0) yield return $"{path.Child("terminationGracePeriodSeconds")}: must be >= 0; negative values are invalid and will be treated as 1";
        foreach (var key in meta.Annotations.Keys)
        {
            if (key.StartsWith("container.apparmor.security.beta.kubernetes.io/", StringComparison.Ordinal))
            {
                yield return $"metadata.annotations[{key}]: deprecated since v1.30; use the \"appArmorProfile\" field instead";
            }
        }
    }

    private static IEnumerable<string> Placement(PodSpec spec, FieldPath path)
    {
        foreach (var key in spec.NodeSelector.Keys)
        {
            if (DeprecatedNodeLabels.Advice(key) is { } advice) yield return $"{path.Child("nodeSelector").Key(key)}: {advice}";
        }
    }

    private static IEnumerable<string> Volumes(PodSpec spec, FieldPath path)
    {
        for (var i = 0; i < spec.Volumes.Count; i++)
        {
            var at = path.Index(i);
            var volume = spec.Volumes[i];
            if (volume.GitRepo is not null) yield return $"{at.Child("gitRepo")}: deprecated in v1.11";
            if (volume.Glusterfs is not null) yield return $"{at.Child("glusterfs")}: deprecated in v1.25, non-functional in v1.26+";
            if (volume.Rbd is not null) yield return $"{at.Child("rbd")}: deprecated in v1.28, non-functional in v1.31+";
            if (volume.Cephfs is not null) yield return $"{at.Child("cephfs")}: deprecated in v1.28, non-functional in v1.31+";
            if (volume.Storageos is not null) yield return $"{at.Child("storageOS")}: deprecated in v1.22, non-functional in v1.25+";
            if (volume.ScaleIO is not null) yield return $"{at.Child("scaleIO")}: deprecated in v1.16, non-functional in v1.22+";
            if (volume.Flocker is not null) yield return $"{at.Child("flocker")}: deprecated in v1.22, non-functional in v1.25+";
            if (volume.Quobyte is not null) yield return $"{at.Child("quobyte")}: deprecated in v1.22, non-functional in v1.25+";
        }
    }

    private static IEnumerable<string> Aliases(PodSpec spec, FieldPath path)
    {
        HashSet<string> addresses = new(StringComparer.Ordinal);
        for (var i = 0; i < spec.HostAliases.Count; i++)
        {
            if (!addresses.Add(spec.HostAliases[i].Ip)) yield return $"{path.Child("hostAliases").Index(i).Child("ip")}: duplicate ip {GoQuote.Quote(spec.HostAliases[i].Ip)}";
        }

        HashSet<string> secrets = new(StringComparer.Ordinal);
        for (var i = 0; i < spec.ImagePullSecrets.Count; i++)
        {
            var name = spec.ImagePullSecrets[i].Name;
            var at = path.Child("imagePullSecrets").Index(i).Child("name");
            if (name.Length == 0) yield return $"{path.Child("imagePullSecrets").Index(i)}: invalid empty name {GoQuote.Quote(name)}";
            else if (!secrets.Add(name)) yield return $"{at}: duplicate name {GoQuote.Quote(name)}";
        }
    }

    private static IEnumerable<string> Containers(KubeList<Container> containers, FieldPath path)
    {
        for (var i = 0; i < containers.Count; i++)
        {
            var at = path.Index(i);
            foreach (var warning in Resources(containers[i].Resources, at.Child("resources"))) yield return warning;
            foreach (var warning in Env(containers[i].Env, at.Child("env"))) yield return warning;
            foreach (var warning in Ports(containers[i].Ports, at.Child("ports"))) yield return warning;
        }
    }

    private static IEnumerable<string> Resources(ResourceRequirements resources, FieldPath path)
    {
        foreach (var (side, amounts) in new[] { ("limits", resources.Limits), ("requests", resources.Requests) })
        {
            foreach (var (name, amount) in amounts)
            {
                if (name is "memory" or "ephemeral-storage" && amount.MilliValue % 1000 != 0)
                {
                    yield return $"{path.Child(side).Key(name)}: fractional byte value {GoQuote.Quote(amount.ToString())} is invalid, must be an integer";
                }
            }
        }
    }

    private static IEnumerable<string> Env(KubeList<EnvVar> env, FieldPath path)
    {
        Dictionary<string, int> seen = new(StringComparer.Ordinal);
        for (var i = 0; i < env.Count; i++)
        {
            if (seen.TryGetValue(env[i].Name, out var first) && !(env[first].Value.Length > 0 && env[i].Value.Contains($"$({env[i].Name})", StringComparison.Ordinal)))
            {
                yield return $"{path.Index(i)}: hides previous definition of {GoQuote.Quote(env[i].Name)}, which may be dropped when using apply";
            }

            seen[env[i].Name] = i;
        }
    }

    private static IEnumerable<string> Ports(KubeList<ContainerPort> ports, FieldPath path)
    {
        for (var i = 0; i < ports.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (ports[i].ContainerPortValue == ports[j].ContainerPortValue && ports[i].Protocol == ports[j].Protocol && ports[i].HostPort == ports[j].HostPort && ports[i].HostIP == ports[j].HostIP)
                {
                    yield return $"{path.Index(i)}: duplicate port definition with {path.Index(j)}";
                    break;
                }
            }
        }
    }
}
