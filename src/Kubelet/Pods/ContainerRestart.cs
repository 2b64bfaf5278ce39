using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Runtime;

namespace Kybernet.Kubelet.Pods;

/// <summary>Whether a container that ended is to run again: the pod's policy, the container's own, and its rules.</summary>
internal static class ContainerRestart
{
    /// <summary>Whether the container is to be started, given what the runtime has of it.</summary>
    public static bool ShouldStart(Container container, Pod pod, RuntimePod runtime)
    {
        if (pod.Metadata.DeletionTimestamp is not null) return false;
        return runtime.FindContainer(container.Name) switch
        {
            null => true,
            { State: RuntimeState.Running } => false,
            { State: RuntimeState.Unknown or RuntimeState.Created } => true,
            var exited => AfterExit(container, pod, exited.ExitCode),
        };
    }

    /// <summary>Whether a container that ended with this code runs again.</summary>
    public static bool AfterExit(Container container, Pod pod, int exitCode)
    {
        foreach (var rule in container.RestartPolicyRules)
        {
            if (Matches(rule, exitCode)) return rule.Action == "Restart";
        }

        return (container.RestartPolicy ?? pod.Spec.RestartPolicy) switch
        {
            "Never" => false,
            "OnFailure" => exitCode != 0,
            _ => true,
        };
    }

    /// <summary>Whether any of the pod's containers could run again after a failure.</summary>
    public static bool AnyAfterFailure(Pod pod) =>
        pod.Spec.RestartPolicy != "Never"
        || pod.Spec.Containers.Any(static c => c.RestartPolicyRules.Count > 0 || c.RestartPolicy is "Always" or "OnFailure");

    private static bool Matches(ContainerRestartRule rule, int exitCode) => rule.ExitCodes switch
    {
        { Operator: "In" } codes => codes.Values.Contains(exitCode),
        { Operator: "NotIn" } codes => !codes.Values.Contains(exitCode),
        _ => false,
    };
}
