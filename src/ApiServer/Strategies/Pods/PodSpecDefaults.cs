using Kybernet.Api;
using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Strategies.Pods;

/// <summary>What every pod spec gets that did not say, a Pod's and a template's alike (upstream's SetDefaults_PodSpec and below).</summary>
internal static class PodSpecDefaults
{
    /// <summary>Fills in a template.</summary>
    public static void Apply(PodTemplateSpec template) => Apply(template.Spec);

    /// <summary>Fills in a spec.</summary>
    public static void Apply(PodSpec spec)
    {
        if (spec.DnsPolicy.Length == 0) spec.DnsPolicy = "ClusterFirst";
        if (spec.RestartPolicy.Length == 0) spec.RestartPolicy = "Always";
        spec.SecurityContext ??= new();
        spec.TerminationGracePeriodSeconds ??= 30;
        if (spec.SchedulerName.Length == 0) spec.SchedulerName = "default-scheduler";
        // The older spelling, still written for old readers.
        if (spec.ServiceAccountName.Length == 0) spec.ServiceAccountName = spec.ServiceAccount;
        spec.ServiceAccount = spec.ServiceAccountName;

        foreach (var volume in spec.Volumes) VolumeDefaults.Apply(volume);
        foreach (var container in spec.InitContainers) ContainerDefaults.Apply(container);
        foreach (var container in spec.Containers) ContainerDefaults.Apply(container);
        foreach (var container in spec.EphemeralContainers) ContainerDefaults.Apply(container);
        RoundUp(spec.Overhead);
        if (spec.Resources is { } resources) RoundUp(resources);
    }

    /// <summary>Resources are counted in thousandths at the finest.</summary>
    public static void RoundUp(KubeMap<Quantity> resources)
    {
        if (resources.Count == 0) return;
        foreach (var (name, quantity) in resources.ToArray())
        {
            var rounded = quantity.RoundUp(-3);
            if (rounded != quantity) resources[name] = rounded;
        }
    }

    /// <inheritdoc cref="RoundUp(KubeMap{Quantity})"/>
    public static void RoundUp(ResourceRequirements resources)
    {
        RoundUp(resources.Limits);
        RoundUp(resources.Requests);
    }
}
