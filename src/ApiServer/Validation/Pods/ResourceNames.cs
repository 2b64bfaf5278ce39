using System.Collections.Frozen;
using Kybernet.Api;

namespace Kybernet.ApiServer.Validation.Pods;

/// <summary>What resources are called, and what kinds of resources there are (upstream's core/helper).</summary>
internal static class ResourceNames
{
    private const string DefaultDomain = "kubernetes.io/";
    private const string QuotaPrefix = "requests.";

    private static readonly FrozenSet<string> Standard = FrozenSet.ToFrozenSet(
    [
        "cpu", "memory", "ephemeral-storage", "requests.cpu", "requests.memory", "requests.ephemeral-storage", "limits.cpu",
        "limits.memory", "limits.ephemeral-storage", "pods", "resourcequotas", "services", "replicationcontrollers", "secrets",
        "configmaps", "persistentvolumeclaims", "storage", "requests.storage", "services.nodeports", "services.loadbalancers",
    ], StringComparer.Ordinal);

    private static readonly FrozenSet<string> Integers = FrozenSet.ToFrozenSet(
    [
        "pods", "resourcequotas", "services", "replicationcontrollers", "secrets", "configmaps", "persistentvolumeclaims",
        "services.nodeports", "services.loadbalancers",
    ], StringComparer.Ordinal);

    private static readonly FrozenSet<string> Quotas = FrozenSet.ToFrozenSet(
    [
        "cpu", "memory", "ephemeral-storage", "requests.cpu", "requests.memory", "requests.storage", "requests.ephemeral-storage",
        "limits.cpu", "limits.memory", "limits.ephemeral-storage", "pods", "resourcequotas", "services", "replicationcontrollers",
        "secrets", "persistentvolumeclaims", "configmaps", "services.nodeports", "services.loadbalancers",
    ], StringComparer.Ordinal);

    /// <summary>Kinds of huge pages.</summary>
    public static bool IsHugePage(string name) => name.StartsWith("hugepages-", StringComparison.Ordinal);

    /// <summary>Known without a domain.</summary>
    public static bool IsStandard(string name) => Standard.Contains(name) || IsHugePage(name) || IsQuotaHugePage(name);

    /// <summary>What a container may ask for without a domain.</summary>
    public static bool IsStandardForContainers(string name) => name is "cpu" or "memory" or "ephemeral-storage" || IsHugePage(name);

    /// <summary>What a quota may bound without a domain.</summary>
    public static bool IsStandardForQuota(string name) => Quotas.Contains(name) || IsHugePage(name) || IsQuotaHugePage(name);

    /// <summary>Kubernetes' own: no domain, or kubernetes.io.</summary>
    public static bool IsNative(string name) => !name.Contains('/') || name.Contains(DefaultDomain, StringComparison.Ordinal);

    /// <summary>Somebody else's, such as <c>example.com/gpu</c>.</summary>
    public static bool IsExtended(string name) =>
        !IsNative(name) && !name.StartsWith(QuotaPrefix, StringComparison.Ordinal) && Names.IsQualifiedName(QuotaPrefix + name);

    /// <summary>Counted in whole numbers.</summary>
    public static bool IsInteger(string name) => Integers.Contains(name) || IsExtended(name);

    /// <summary>Whether more may be used than was asked for.</summary>
    public static bool AllowsOvercommit(string name) => IsNative(name) && !IsHugePage(name);

    /// <summary>Judges a name that anything may be called that is a resource.</summary>
    public static bool Validate(string name, FieldPath path, FieldErrors errors)
    {
        var before = errors.Count;
        errors.Invalid(path, name, Names.CheckQualifiedName(name));
        if (errors.Count == before && !name.Contains('/') && !IsStandard(name))
        {
            errors.Invalid(path, name, "must be a standard resource type or fully qualified");
        }

        return errors.Count == before;
    }

    /// <summary>Judges a name of what a container asks for.</summary>
    public static void ValidateForContainer(string name, FieldPath path, FieldErrors errors)
    {
        Validate(name, path, errors);
        if (!name.Contains('/'))
        {
            if (!IsStandardForContainers(name)) errors.Invalid(path, name, "must be a standard resource for containers");
        }
        else if (!IsNative(name) && !IsExtended(name)) errors.Invalid(path, name, "doesn't follow extended resource name standard");
    }

    /// <summary>Judges an amount.</summary>
    public static void ValidateQuantity(string name, Quantity quantity, FieldPath path, FieldErrors errors)
    {
        errors.NonNegative(path, quantity);
        if (IsInteger(name) && quantity.MilliValue % 1000 != 0) errors.Invalid(path, quantity, "must be an integer");
    }

    private static bool IsQuotaHugePage(string name) => name.StartsWith("requests.hugepages-", StringComparison.Ordinal);
}
