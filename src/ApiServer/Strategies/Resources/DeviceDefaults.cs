using Kybernet.Api;
using Kybernet.Api.Resource.V1;

namespace Kybernet.ApiServer.Strategies.Resources;

/// <summary>What requests for devices get that did not say.</summary>
internal static class DeviceDefaults
{
    private const string ExactCount = "ExactCount";

    /// <summary>Fills in a claim's spec.</summary>
    public static void Apply(ResourceClaimSpec spec)
    {
        foreach (var request in spec.Devices.Requests)
        {
            if (request.Exactly is { } exactly)
            {
                if (exactly.AllocationMode.Length == 0) exactly.AllocationMode = ExactCount;
                if (exactly is { AllocationMode: ExactCount, Count: 0 }) exactly.Count = 1;
                Apply(exactly.Tolerations);
            }

            foreach (var alternative in request.FirstAvailable)
            {
                if (alternative.AllocationMode.Length == 0) alternative.AllocationMode = ExactCount;
                if (alternative is { AllocationMode: ExactCount, Count: 0 }) alternative.Count = 1;
                Apply(alternative.Tolerations);
            }
        }
    }

    private static void Apply(KubeList<DeviceToleration> tolerations)
    {
        foreach (var toleration in tolerations)
        {
            if (toleration.Operator.Length == 0) toleration.Operator = "Equal";
        }
    }
}
