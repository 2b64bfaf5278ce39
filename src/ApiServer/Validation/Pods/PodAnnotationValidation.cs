using System.Globalization;
using Kybernet.Api;
using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Validation.Pods;

/// <summary>Annotations that mean something to Kubernetes when they stand on a pod.</summary>
internal static class PodAnnotationValidation
{
    private const string Mirror = "kubernetes.io/config.mirror";
    private const string DeletionCost = "controller.kubernetes.io/pod-deletion-cost";

    /// <summary>Judges a pod's or a template's annotations.</summary>
    public static void Validate(KubeMap<string> annotations, PodSpec spec, FieldPath path, FieldErrors errors)
    {
        if (annotations.Count == 0) return;
        if (annotations.TryGetValue(Mirror, out var mirror) && spec.NodeName.Length == 0)
        {
            errors.Invalid(path.Key(Mirror), mirror, "must set spec.nodeName if mirror pod annotation is set");
        }

        if (annotations.TryGetValue(DeletionCost, out var cost) && !IsCost(cost)) errors.Invalid(path.Key(DeletionCost), cost, "must be a 32bit integer");
    }

    private static bool IsCost(string cost) =>
        int.TryParse(cost, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        && number.ToString(CultureInfo.InvariantCulture) == cost;
}
