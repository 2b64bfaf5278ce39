using Kybernet.Api;
using Kybernet.Api.Apps.V1;
using Kybernet.Api.Core.V1;

namespace Kybernet.ControllerManager.Tests;

/// <summary>Objects for tests, with no more than the test is about.</summary>
internal static class Make
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static Pod Pod(string name, string phase = "Running", string node = "n1", DateTimeOffset? readySince = null, DateTimeOffset? created = null)
    {
        Pod pod = new() { Spec = { NodeName = node }, Status = { Phase = phase } };
        pod.Metadata.Name = name;
        pod.Metadata.Namespace = "default";
        pod.Metadata.Uid = "uid-" + name;
        pod.Metadata.CreationTimestamp = created ?? Start;
        if (readySince is { } since) pod.Status.Conditions.Add(new PodCondition { Type = "Ready", Status = "True", LastTransitionTime = since });
        return pod;
    }

    public static ReplicaSet ReplicaSet(string name, int replicas, int available = -1, int ageMinutes = 0, int? desired = null, int? max = null)
    {
        ReplicaSet set = new() { Spec = { Replicas = replicas }, Status = { Replicas = replicas, AvailableReplicas = available < 0 ? replicas : available } };
        set.Metadata.Name = name;
        set.Metadata.Namespace = "default";
        set.Metadata.Uid = "uid-" + name;
        set.Metadata.CreationTimestamp = Start - TimeSpan.FromMinutes(ageMinutes);
        if (desired is { } d) set.Metadata.Annotations["deployment.kubernetes.io/desired-replicas"] = $"{d}";
        if (max is { } m) set.Metadata.Annotations["deployment.kubernetes.io/max-replicas"] = $"{m}";
        return set;
    }

    public static Deployment Deployment(int replicas, IntOrString? maxSurge = null, IntOrString? maxUnavailable = null, string type = "RollingUpdate")
    {
        Deployment deployment = new() { Spec = { Replicas = replicas, Selector = new() } };
        deployment.Metadata.Name = "web";
        deployment.Metadata.Namespace = "default";
        deployment.Metadata.Uid = "uid-web";
        deployment.Metadata.Generation = 1;
        deployment.Spec.Selector.MatchLabels["app"] = "web";
        deployment.Spec.Template.Metadata.Labels["app"] = "web";
        deployment.Spec.Template.Spec.Containers.Add(new Container { Name = "web", Image = "nginx" });
        deployment.Spec.Strategy.Type = type;
        deployment.Spec.ProgressDeadlineSeconds = 600;
        if (type == "RollingUpdate") deployment.Spec.Strategy.RollingUpdate = new() { MaxSurge = maxSurge ?? "25%", MaxUnavailable = maxUnavailable ?? "25%" };
        return deployment;
    }
}
