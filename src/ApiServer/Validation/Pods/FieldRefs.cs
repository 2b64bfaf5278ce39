using System.Collections.Frozen;
using Kybernet.Api;
using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Validation.Pods;

/// <summary>References to a pod's own fields and resources (the downward API).</summary>
internal static class FieldRefs
{
    /// <summary>What an environment variable may refer to.</summary>
    public static readonly string[] ForEnv =
    [
        "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName",
        "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs",
    ];

    /// <summary>What a file may refer to.</summary>
    public static readonly string[] ForVolume = ["metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid"];

    private static readonly FrozenSet<string> Convertible = FrozenSet.ToFrozenSet(
    [
        "metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName",
        "spec.restartPolicy", "spec.serviceAccountName", "spec.schedulerName", "status.phase", "status.hostIP", "status.hostIPs",
        "status.podIP", "status.podIPs", "spec.host",
    ], StringComparer.Ordinal);

    private static readonly string[] Resources =
    [
        "limits.cpu", "limits.ephemeral-storage", "limits.memory", "requests.cpu", "requests.ephemeral-storage", "requests.memory",
    ];

    private static readonly string[] CpuDivisors = ["1", "1m"];
    private static readonly string[] HugePageDivisors = ["1", "1E", "1Ei", "1G", "1Gi", "1M", "1Mi", "1P", "1Pi", "1T", "1Ti", "1Ki", "1k"];
    private static readonly string[] ByteDivisors = ["1", "1E", "1Ei", "1G", "1Gi", "1Ki", "1M", "1Mi", "1P", "1Pi", "1T", "1Ti", "1k"];

    /// <summary>Judges a reference to a field.</summary>
    public static void Validate(ObjectFieldSelector field, string[] allowed, FieldPath path, FieldErrors errors)
    {
        if (field.ApiVersion.Length == 0) errors.Required(path.Child("apiVersion"));
        else if (field.FieldPath.Length == 0) errors.Required(path.Child("fieldPath"));
        else if (ConversionError(field.ApiVersion, field.FieldPath) is { } wrong)
        {
            errors.Invalid(path.Child("fieldPath"), field.FieldPath, "error converting fieldPath: " + wrong);
        }
        else if (TrySplit(field.FieldPath, out var map, out var key))
        {
            errors.Invalid(path, key, Names.CheckQualifiedName(map == "metadata.annotations" ? key.ToLowerInvariant() : key));
        }
        else
        {
            errors.OneOf(path.Child("fieldPath"), field.FieldPath == "spec.host" ? "spec.nodeName" : field.FieldPath, allowed);
        }
    }

    /// <summary>Judges a reference to a container's resource.</summary>
    public static void Validate(ResourceFieldSelector resource, bool inVolume, FieldPath path, FieldErrors errors)
    {
        if (inVolume && resource.ContainerName.Length == 0) errors.Required(path.Child("containerName"));
        else if (resource.Resource.Length == 0) errors.Required(path.Child("resource"));
        else if (!IsHugePages(resource.Resource)) errors.OneOf(path.Child("resource"), resource.Resource, Resources);

        if (resource.Divisor.IsZero) return;
        string[]? allowed = resource.Resource switch
        {
            "limits.cpu" or "requests.cpu" => CpuDivisors,
            "limits.memory" or "requests.memory" or "limits.ephemeral-storage" or "requests.ephemeral-storage" => ByteDivisors,
            var name when IsHugePages(name) => HugePageDivisors,
            _ => null,
        };
        if (allowed is not null && !allowed.Contains(resource.Divisor.ToString()))
        {
            errors.NotSupported(path.Child("divisor"), resource.Resource, allowed);
        }
    }

    private static bool IsHugePages(string resource) =>
        resource.StartsWith("limits.hugepages-", StringComparison.Ordinal) || resource.StartsWith("requests.hugepages-", StringComparison.Ordinal);

    private static string? ConversionError(string version, string label)
    {
        if (version != "v1") return $"unsupported pod version: {version}";
        if (TrySplit(label, out var map, out _))
        {
            return map is "metadata.annotations" or "metadata.labels" ? null : $"field label does not support subscript: {label}";
        }

        return Convertible.Contains(label) ? null : $"field label not supported: {label}";
    }

    // metadata.labels['app']
    private static bool TrySplit(string path, out string map, out string key)
    {
        (map, key) = (path, "");
        if (!path.EndsWith("']", StringComparison.Ordinal)) return false;
        var start = path.IndexOf("['", StringComparison.Ordinal);
        if (start <= 0 || start + 2 > path.Length - 2) return false;
        map = path[..start];
        key = path[(start + 2)..^2];
        return true;
    }
}
