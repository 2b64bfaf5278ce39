using System.Collections.Frozen;
using Kybernet.Api;

namespace Kybernet.ApiServer.Registry;

/// <summary>The resources that are stored and served although nothing acts on them yet. Who creates one is told so.</summary>
internal static class NotYetActedOn
{
    private static readonly FrozenSet<GroupResource> Resources = new GroupResource[]
    {
        new("", "persistentvolumeclaims"),
        new("", "persistentvolumes"),
        new("", "podtemplates"),
        new("", "resourcequotas"),
        new("admissionregistration.k8s.io", "mutatingadmissionpolicies"),
        new("admissionregistration.k8s.io", "mutatingadmissionpolicybindings"),
        new("admissionregistration.k8s.io", "mutatingwebhookconfigurations"),
        new("admissionregistration.k8s.io", "validatingadmissionpolicies"),
        new("admissionregistration.k8s.io", "validatingadmissionpolicybindings"),
        new("admissionregistration.k8s.io", "validatingwebhookconfigurations"),
        new("apiextensions.k8s.io", "customresourcedefinitions"),
        new("apiregistration.k8s.io", "apiservices"),
        new("apps", "daemonsets"),
        new("apps", "statefulsets"),
        new("autoscaling", "horizontalpodautoscalers"),
        new("batch", "cronjobs"),
        new("batch", "jobs"),
        new("certificates.k8s.io", "certificatesigningrequests"),
        new("flowcontrol.apiserver.k8s.io", "flowschemas"),
        new("flowcontrol.apiserver.k8s.io", "prioritylevelconfigurations"),
        new("networking.k8s.io", "ingressclasses"),
        new("networking.k8s.io", "ingresses"),
        new("networking.k8s.io", "networkpolicies"),
        new("node.k8s.io", "runtimeclasses"),
        new("resource.k8s.io", "deviceclasses"),
        new("resource.k8s.io", "resourceclaims"),
        new("resource.k8s.io", "resourceclaimtemplates"),
        new("resource.k8s.io", "resourceslices"),
        new("storage.k8s.io", "csidrivers"),
        new("storage.k8s.io", "csinodes"),
        new("storage.k8s.io", "csistoragecapacities"),
        new("storage.k8s.io", "storageclasses"),
        new("storage.k8s.io", "volumeattachments"),
        new("storage.k8s.io", "volumeattributesclasses"),
    }.ToFrozenSet();

    private static readonly GroupResource DisruptionBudgets = new("policy", "poddisruptionbudgets");

    /// <summary>What to tell who creates such an object; null when there is nothing to tell.</summary>
    public static string? Warning(GroupVersionResource resource) =>
        Resources.Contains(resource.GroupResource) ? $"{resource.GroupResource} are stored, but nothing in this version of Kybernet acts on them yet"
        : resource.GroupResource == DisruptionBudgets ? "evictions heed status.disruptionsAllowed, but nothing in this version of Kybernet computes it yet"
        : null;
}
