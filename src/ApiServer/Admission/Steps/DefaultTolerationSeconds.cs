using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Admission.Steps;

/// <summary>Pods stay for five minutes on a node that is not ready or cannot be reached, unless they say otherwise.</summary>
internal sealed class DefaultTolerationSeconds : IMutatingAdmissionStep
{
    private const long Seconds = 300;
    private const string NotReady = "node.kubernetes.io/not-ready";
    private const string Unreachable = "node.kubernetes.io/unreachable";

    /// <inheritdoc/>
    public string Name => "DefaultTolerationSeconds";

    /// <inheritdoc/>
    public bool Handles(AdmissionRequest request) =>
        request.Operation is AdmissionOperation.Create or AdmissionOperation.Update && request.IsFor("", "pods");

    /// <inheritdoc/>
    public ValueTask MutateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        Apply((Pod)request.Object!);
        return ValueTask.CompletedTask;
    }

    /// <summary>Adds the tolerations that the pod has not.</summary>
    public static void Apply(Pod pod)
    {
        var missing = new[] { NotReady, Unreachable }.Where(key => !pod.Spec.Tolerations.Any(t => Covers(t, key))).ToList();
        foreach (var key in missing)
        {
            pod.Spec.Tolerations.Add(new Toleration { Key = key, Operator = "Exists", Effect = "NoExecute", TolerationSeconds = Seconds });
        }
    }

    private static bool Covers(Toleration toleration, string key) =>
        (toleration.Key == key || toleration.Key.Length == 0) && toleration.Effect is "NoExecute" or "";
}
