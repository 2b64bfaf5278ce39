using System.Text;
using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Json;
using Kybernet.Client;

namespace Kybernet.ControllerManager.Pods;

/// <summary>Says in a pod's status that somebody is about to end it, and why (upstream's DisruptionTarget condition).</summary>
internal static class PodDisruption
{
    /// <summary>Marks the pod, which must still be the one of that uid.</summary>
    /// <param name="client">With whose rights.</param>
    /// <param name="pod">The pod.</param>
    /// <param name="reason">Who ends it: <c>DeletionByTaintManager</c>, <c>DeletionByPodGC</c>.</param>
    /// <param name="message">Why, for people.</param>
    /// <param name="fail">Whether the pod counts as failed from now on, if it has not ended.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="KubeApiException">The API refuses.</exception>
    public static Task MarkAsync(
        IKubeClient client, Pod pod, string reason, string message, bool fail, DateTimeOffset now, CancellationToken cancellation)
    {
        var condition = new JsonObject
        {
            ["type"] = "DisruptionTarget",
            ["status"] = "True",
            ["reason"] = reason,
            ["message"] = message,
            ["lastTransitionTime"] = KubeTime.Format(now),
        };
        var status = new JsonObject { ["conditions"] = new JsonArray([condition]) };
        if (fail && !PodStates.IsTerminal(pod)) status["phase"] = "Failed";
        JsonValue patch = new JsonObject { ["metadata"] = new JsonObject { ["uid"] = pod.Metadata.Uid }, ["status"] = status };
        return client.PatchAsync<Pod>(
            pod.Metadata.Namespace, pod.Metadata.Name, Patch.Strategic(Encoding.UTF8.GetString(patch.Encode())), "status", cancellation);
    }
}
