using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Validation;
using Kybernet.ApiServer.Validation.Pods;

namespace Kybernet.ApiServer.Strategies.Pods;

/// <summary>Pods.</summary>
internal sealed class PodStrategy : ResourceStrategy<Pod>
{
    /// <inheritdoc/>
    public override bool HasGeneration => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> SelectableFields { get; } =
    [
        "spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "spec.hostNetwork",
        "status.phase", "status.podIP", "status.nominatedNodeName",
    ];

    /// <inheritdoc/>
    protected override void Default(Pod pod) => PodDefaults.Apply(pod);

    /// <inheritdoc/>
    protected override void PrepareForCreate(Pod pod)
    {
        DisabledPodFields.Drop(pod.Spec);
        pod.Metadata.Generation = 1;
        pod.Status = new PodStatus { Phase = "Pending", QosClass = QosClass.Of(pod.Spec) };
        LabelKeys.Apply(pod);
        SchedulingGates.ApplyCondition(pod);
    }

    /// <inheritdoc/>
    protected override void PrepareForUpdate(Pod pod, Pod old)
    {
        DisabledPodFields.Drop(pod.Spec);
        pod.Status = old.Status;
        if (!pod.Spec.DeepEquals(old.Spec)) pod.Metadata.Generation = old.Metadata.Generation + 1;
        else pod.Metadata.Generation = old.Metadata.Generation;
    }

    /// <inheritdoc/>
    protected override void PrepareForStatusUpdate(Pod pod, Pod old)
    {
        pod.Spec = old.Spec;
        pod.Metadata.OwnerReferences = old.Metadata.OwnerReferences;
        pod.Status.QosClass = old.Status.QosClass;
    }

    /// <inheritdoc/>
    protected override void Validate(Pod pod, FieldErrors errors) => PodValidation.ValidateCreate(pod, errors);

    /// <inheritdoc/>
    protected override void ValidateUpdate(Pod pod, Pod old, FieldErrors errors) => PodUpdateValidation.Validate(pod, old, errors);

    /// <inheritdoc/>
    protected override void ValidateStatusUpdate(Pod pod, Pod old, FieldErrors errors) => PodStatusValidation.Validate(pod, old, errors);

    /// <inheritdoc/>
    protected override IEnumerable<string> Warnings(Pod pod, Pod? old) => PodWarnings.Of(pod.Spec, pod.Metadata, FieldPath.Of("spec"), old is null);

    /// <inheritdoc/>
    protected override long DefaultGracePeriodSeconds(Pod pod) => pod.Spec.TerminationGracePeriodSeconds ?? 0;

    /// <inheritdoc/>
    protected override string? SelectableField(Pod pod, string path) => path switch
    {
        "spec.nodeName" => pod.Spec.NodeName,
        "spec.restartPolicy" => pod.Spec.RestartPolicy,
        "spec.schedulerName" => pod.Spec.SchedulerName,
        "spec.serviceAccountName" => pod.Spec.ServiceAccountName,
        "spec.hostNetwork" => pod.Spec.HostNetwork ? "true" : "false",
        "status.phase" => pod.Status.Phase,
        "status.podIP" => pod.Status.PodIPs is [var first, ..] ? first.Ip : pod.Status.PodIP,
        "status.nominatedNodeName" => pod.Status.NominatedNodeName,
        _ => null,
    };
}
