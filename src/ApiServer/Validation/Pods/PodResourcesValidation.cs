using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Strategies.Pods;

namespace Kybernet.ApiServer.Validation.Pods;

/// <summary>Resources of a pod as a whole.</summary>
internal static class PodResourcesValidation
{
    /// <summary>Judges them by themselves and against the containers'.</summary>
    public static void Validate(PodScope scope, FieldPath path, FieldErrors errors)
    {
        var spec = scope.Spec;
        if (spec.Resources is not { } own) return;
        if (own.Claims.Count > 0)
        {
            errors.Forbidden(path.Child("resources").Child("claims"), "claims may not be set for Resources at pod-level");
            ResourceRequirementsValidation.ValidateClaims(own.Claims, scope.ClaimNames, path.Child("resources").Child("claims"), errors);
        }

        ResourceRequirementsValidation.Validate(own, ValidateName, path.Child("resources"), errors);

        foreach (var (name, sum) in PodLevelResources.ContainerSum(spec, r => r.Requests))
        {
            if (own.Requests.TryGetValue(name, out var request) && sum > request)
            {
                errors.Invalid(path.Child("resources").Child("requests").Key(name), request, $"must be greater than or equal to aggregate container requests of {sum}");
            }
        }

        ValidateLimits(spec.InitContainers, own, path.Child("initContainers"), errors);
        ValidateLimits(spec.Containers, own, path.Child("containers"), errors);
    }

    private static void ValidateName(string name, FieldPath path, FieldErrors errors)
    {
        if (!PodLevelResources.IsSupported(name)) errors.NotSupported(path, name, "cpu", "hugepages-", "memory");
    }

    private static void ValidateLimits(KubeList<Container> containers, ResourceRequirements pod, FieldPath path, FieldErrors errors)
    {
        for (var i = 0; i < containers.Count; i++)
        {
            foreach (var (name, limit) in containers[i].Resources.Limits)
            {
                if (pod.Limits.TryGetValue(name, out var most) && limit > most)
                {
                    errors.Invalid(path.Index(i).Child("resources").Child("limits").Key(name), limit, $"must be less than or equal to pod limits of {most}");
                }
            }
        }
    }
}
