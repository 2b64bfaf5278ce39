using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Validation.Pods;

/// <summary>The three kinds of probes.</summary>
internal static class ProbeValidation
{
    /// <summary>Judges a container's probes.</summary>
    public static void Validate(Container container, FieldPath path, FieldErrors errors)
    {
        if (container.LivenessProbe is { } liveness) ValidateSingle(liveness, path.Child("livenessProbe"), errors);
        if (container.ReadinessProbe is { } readiness) ValidateReadiness(readiness, path.Child("readinessProbe"), errors);
        if (container.StartupProbe is { } startup) ValidateSingle(startup, path.Child("startupProbe"), errors);
    }

    private static void ValidateReadiness(Probe probe, FieldPath path, FieldErrors errors)
    {
        Validate(probe, path, errors);
        if (probe.TerminationGracePeriodSeconds is { } seconds)
        {
            errors.Invalid(path.Child("terminationGracePeriodSeconds"), seconds, "must not be set for readinessProbes");
        }
    }

    // One success is enough to be alive or started.
    private static void ValidateSingle(Probe probe, FieldPath path, FieldErrors errors)
    {
        Validate(probe, path, errors);
        if (probe.SuccessThreshold != 1) errors.Invalid(path.Child("successThreshold"), probe.SuccessThreshold, "must be 1");
    }

    private static void Validate(Probe probe, FieldPath path, FieldErrors errors)
    {
        HandlerValidation.Validate(probe, path, errors);
        errors.NonNegative(path.Child("initialDelaySeconds"), probe.InitialDelaySeconds);
        errors.NonNegative(path.Child("timeoutSeconds"), probe.TimeoutSeconds);
        errors.NonNegative(path.Child("periodSeconds"), probe.PeriodSeconds);
        errors.NonNegative(path.Child("successThreshold"), probe.SuccessThreshold);
        errors.NonNegative(path.Child("failureThreshold"), probe.FailureThreshold);
        if (probe.TerminationGracePeriodSeconds is { } grace) errors.Positive(path.Child("terminationGracePeriodSeconds"), grace);
    }
}
