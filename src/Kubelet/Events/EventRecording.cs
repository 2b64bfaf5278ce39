using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Kubelet.Pods;

namespace Kybernet.Kubelet.Events;

/// <summary>The ways in which the kubelet tells events.</summary>
internal static class EventRecording
{
    /// <summary>Something usual happened to a pod, or to one container of it.</summary>
    public static void Normal(this IEventRecorder events, Pod pod, string reason, string message, string container = "") =>
        events.Event(ReferenceTo(pod, container), "Normal", reason, message);

    /// <summary>Something went wrong with a pod, or with one container of it.</summary>
    public static void Warning(this IEventRecorder events, Pod pod, string reason, string message, string container = "") =>
        events.Event(ReferenceTo(pod, container), "Warning", reason, message);

    private static ObjectReference ReferenceTo(Pod pod, string container) =>
        ObjectReferences.To(pod, container.Length == 0 ? "" : PodNames.FieldPath(pod, container));
}
