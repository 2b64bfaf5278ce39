using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Admission.Steps;

/// <summary>A node is not ready until somebody has looked at it: new ones take no pods.</summary>
internal sealed class TaintNodesByCondition : IMutatingAdmissionStep
{
    private const string NotReady = "node.kubernetes.io/not-ready";

    /// <inheritdoc/>
    public string Name => "TaintNodesByCondition";

    /// <inheritdoc/>
    public bool Handles(AdmissionRequest request) => request.Operation == AdmissionOperation.Create && request.IsFor("", "nodes");

    /// <inheritdoc/>
    public ValueTask MutateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        Apply((Node)request.Object!);
        return ValueTask.CompletedTask;
    }

    /// <summary>Adds the taint, if the node has it not.</summary>
    public static void Apply(Node node)
    {
        if (node.Spec.Taints.Any(t => t is { Key: NotReady, Effect: "NoSchedule" })) return;
        node.Spec.Taints.Add(new Taint { Key = NotReady, Effect = "NoSchedule" });
    }
}
