using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Strategies.Pods;
using Kybernet.ApiServer.Validation;
using Kybernet.ApiServer.Validation.Core;

namespace Kybernet.ApiServer.Strategies.Core;

/// <summary>Nodes. They come with their status, which their kubelets write.</summary>
internal sealed class NodeStrategy : ResourceStrategy<Node>
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> SelectableFields { get; } = ["spec.unschedulable"];

    /// <inheritdoc/>
    protected override void Default(Node node)
    {
        var spec = node.Spec;
        // The older field counts where both are set and differ.
        if (spec.PodCIDR.Length > 0 && (spec.PodCIDRs.Count == 0 || spec.PodCIDRs[0] != spec.PodCIDR)) spec.PodCIDRs = [spec.PodCIDR];
        if (spec.PodCIDRs is [var first, ..]) spec.PodCIDR = first;
        PodSpecDefaults.RoundUp(node.Status.Capacity);
        PodSpecDefaults.RoundUp(node.Status.Allocatable);
        if (node.Status.Allocatable.Count == 0 && node.Status.Capacity.Count > 0) node.Status.Allocatable = new(node.Status.Capacity);
    }

    /// <inheritdoc/>
    protected override void PrepareForCreate(Node node)
    {
        node.Spec.ConfigSource = null;
        node.Status.Config = null;
    }

    /// <inheritdoc/>
    protected override void PrepareForUpdate(Node node, Node old)
    {
        node.Status = old.Status;
        node.Spec.ConfigSource = null;
    }

    /// <inheritdoc/>
    protected override void PrepareForStatusUpdate(Node node, Node old)
    {
        node.Spec = old.Spec;
        node.Status.Config = null;
    }

    /// <inheritdoc/>
    protected override void Validate(Node node, FieldErrors errors) => NodeValidation.Validate(node, errors);

    /// <inheritdoc/>
    protected override void ValidateUpdate(Node node, Node old, FieldErrors errors) => NodeValidation.ValidateUpdate(node, old, errors);

    /// <inheritdoc/>
    protected override void ValidateStatusUpdate(Node node, Node old, FieldErrors errors) => NodeValidation.ValidateUpdate(node, old, errors);

    /// <inheritdoc/>
    protected override string? SelectableField(Node node, string path) =>
        path == "spec.unschedulable" ? node.Spec.Unschedulable ? "true" : "false" : null;

    /// <inheritdoc/>
    protected override IEnumerable<string> Warnings(Node node, Node? old)
    {
        if (node.Spec.ConfigSource is not null) yield return "spec.configSource: the feature is no longer supported";
        if (node.Spec.ExternalID.Length > 0) yield return "spec.externalID: this field is deprecated, and is unused by Kubernetes";
        foreach (var key in node.Metadata.Labels.Keys)
        {
            if (old?.Metadata.Labels.ContainsKey(key) is not true && DeprecatedNodeLabels.Advice(key) is { } advice) yield return $"metadata.labels[{key}]: {advice}";
        }
    }
}
