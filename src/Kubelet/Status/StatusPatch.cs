using System.Buffers;
using System.Text.Json;
using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Client;

namespace Kybernet.Kubelet.Status;

/// <summary>
/// The strategic merge patch that brings a pod's status to what the kubelet wants: all that it owns, nothing of what others
/// own, and only for the pod of that uid.
/// </summary>
internal static class StatusPatch
{
    private static readonly string[] OthersFields = ["conditions", "nominatedNodeName", "resize", "resourceClaimStatuses", "extendedResourceClaimStatus"];

    // Upstream merges these by address: what is gone has to be said.
    private static readonly string[] ReplacedLists = ["podIPs", "hostIPs"];

    /// <summary>The patch, or null when nothing differs.</summary>
    /// <param name="uid">The pod's uid.</param>
    /// <param name="before">The status in the API, as far as is known.</param>
    /// <param name="after">The status that is wanted.</param>
    public static Patch? Between(string uid, PodStatus before, PodStatus after)
    {
        using var old = JsonDocument.Parse(KubeCodec.Encode(before));
        using var wanted = JsonDocument.Parse(KubeCodec.Encode(after));
        ArrayBufferWriter<byte> buffer = new();
        var changed = false;
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("metadata"u8);
            writer.WriteString("uid"u8, uid);
            writer.WriteEndObject();
            writer.WriteStartObject("status"u8);
            foreach (var field in wanted.RootElement.EnumerateObject())
            {
                if (OthersFields.Contains(field.Name)) continue;
                if (old.RootElement.TryGetProperty(field.Name, out var known) && JsonElement.DeepEquals(known, field.Value)) continue;
                changed = true;
                WriteField(writer, field);
            }

            foreach (var field in old.RootElement.EnumerateObject())
            {
                if (OthersFields.Contains(field.Name) || wanted.RootElement.TryGetProperty(field.Name, out _)) continue;
                changed = true;
                writer.WriteNull(field.Name);
            }

            changed |= WriteConditions(writer, before, after);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return changed ? new("application/strategic-merge-patch+json", buffer.WrittenMemory) : null;
    }

    private static void WriteField(Utf8JsonWriter writer, JsonProperty field)
    {
        if (!ReplacedLists.Contains(field.Name))
        {
            field.WriteTo(writer);
            return;
        }

        writer.WriteStartArray(field.Name);
        writer.WriteStartObject();
        writer.WriteString("$patch"u8, "replace"u8);
        writer.WriteEndObject();
        foreach (var item in field.Value.EnumerateArray()) item.WriteTo(writer);
        writer.WriteEndArray();
    }

    private static bool WriteConditions(Utf8JsonWriter writer, PodStatus before, PodStatus after)
    {
        var changed = after.Conditions
            .Where(static c => PodConditions.IsOwned(c.Type))
            .Where(c => before.Conditions.FirstOrDefault(b => b.Type == c.Type) is not { } known || !SameCondition(known, c))
            .ToList();
        if (changed.Count == 0) return false;

        writer.WriteStartArray("$setElementOrder/conditions"u8);
        foreach (var condition in after.Conditions)
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, condition.Type);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("conditions"u8);
        foreach (var condition in changed) WriteCondition(writer, condition);
        writer.WriteEndArray();
        return true;
    }

    // Reason and message that are gone have to be said, too.
    private static void WriteCondition(Utf8JsonWriter writer, PodCondition condition)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, condition.Type);
        writer.WriteString("status"u8, condition.Status);
        if (condition.ObservedGeneration != 0) writer.WriteNumber("observedGeneration"u8, condition.ObservedGeneration);
        if (condition.LastTransitionTime is { } time) writer.WriteString("lastTransitionTime"u8, KubeTime.Format(time));
        WriteOrClear(writer, "reason"u8, condition.Reason);
        WriteOrClear(writer, "message"u8, condition.Message);
        writer.WriteEndObject();
    }

    private static void WriteOrClear(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string value)
    {
        if (value.Length == 0) writer.WriteNull(name);
        else writer.WriteString(name, value);
    }

    private static bool SameCondition(PodCondition one, PodCondition other) =>
        one.Status == other.Status && one.Reason == other.Reason && one.Message == other.Message
        && one.ObservedGeneration == other.ObservedGeneration;
}
