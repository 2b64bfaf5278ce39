using System.Text.Json;
using Kybernet.Api.Core.V1;
using Kybernet.Client;

namespace Kybernet.Scheduler;

/// <summary>The pod condition that says why no node was found.</summary>
internal static class PodScheduledCondition
{
    private const string Type = "PodScheduled";

    /// <summary>The patch of the pod's status, or null when the pod says so already.</summary>
    public static Patch? Patch(Pod pod, string reason, string message, DateTimeOffset now)
    {
        var current = pod.Status.Conditions.FirstOrDefault(c => c.Type == Type);
        if (current is { Status: "False" } && current.Reason == reason && current.Message == message) return null;
        PodCondition condition = new()
        {
            Type = Type,
            Status = "False",
            Reason = reason,
            Message = message,
            ObservedGeneration = pod.Metadata.Generation,
            LastTransitionTime = current?.Status == "False" ? current.LastTransitionTime : now,
        };
        using MemoryStream json = new();
        using (Utf8JsonWriter writer = new(json))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("metadata");
            writer.WriteString("uid", pod.Metadata.Uid);
            writer.WriteEndObject();
            writer.WriteStartObject("status");
            writer.WriteStartArray("conditions");
            condition.Write(writer);
            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return new Patch("application/strategic-merge-patch+json", json.ToArray());
    }
}
