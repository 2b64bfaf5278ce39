using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Kybernet.ApiServer.Tests.Recorded;

/// <summary>
/// Answers without what differs from run to run: uids, times, versions, allocated addresses, the order of map entries. What is
/// left out is what the recordings' own scripts leave out; managedFields are compared, but for their times.
/// </summary>
internal static partial class NormalAnswer
{
    private static readonly string[] OfTheServer = ["uid", "creationTimestamp", "resourceVersion", "selfLink"];

    /// <summary>An answer as text (JSON) that is the same for answers that count as the same.</summary>
    /// <param name="answer">An object or a Status.</param>
    /// <param name="created">Whether an object was created: only then its status, and who owns it, are compared.</param>
    public static string Of(JsonNode? answer, bool created)
    {
        if (answer is not JsonObject original) return CanonicalJson.Of(answer);
        if (IsStatus(original)) return OfStatus(original);
        var copy = (JsonObject)original.DeepClone();
        if (copy["metadata"] is JsonObject meta)
        {
            foreach (var field in OfTheServer) meta.Remove(field);
            if (meta["managedFields"] is JsonArray managed) meta["managedFields"] = Managed(managed, created);
        }

        if (copy["kind"]?.ToString() == "Service" && copy["spec"] is JsonObject spec)
        {
            foreach (var field in new[] { "clusterIP", "clusterIPs", "healthCheckNodePort" }) spec.Remove(field);
            foreach (var port in spec["ports"] as JsonArray ?? []) (port as JsonObject)?.Remove("nodePort");
        }

        if (!created) copy.Remove("status");
        return Token().Replace(Anonymous(CanonicalJson.Of(copy)), "\"kube-api-access-x\"");
    }

    /// <summary>Whether an answer is a Status with a code.</summary>
    public static bool IsStatus(JsonNode? answer) => answer is JsonObject o && o["kind"]?.ToString() == "Status" && o.ContainsKey("code");

    /// <summary>Text without its times and uids.</summary>
    public static string Anonymous(string text) => Uid().Replace(Time().Replace(text, "TIME"), "UID");

    private static JsonArray Managed(JsonArray managed, bool created)
    {
        var entries = managed.Select(static m => m!.DeepClone().AsObject()).ToList();
        foreach (var entry in entries) entry.Remove("time");
        return new JsonArray([.. entries.Where(m => created || m["subresource"] is null).OrderBy(CanonicalJson.Of, StringComparer.Ordinal)]);
    }

    // The order of causes is chance where upstream ranges over a map, and with it the order of the parts of the message.
    private static string OfStatus(JsonObject status) => CanonicalJson.Of(new JsonObject
    {
        ["code"] = status["code"]?.DeepClone(),
        ["reason"] = status["reason"]?.DeepClone(),
        ["causes"] = new JsonArray([.. Causes(status).Select(static c => (JsonNode)Anonymous(CanonicalJson.Of(c))).OrderBy(static c => c.ToString(), StringComparer.Ordinal)]),
        ["message"] = string.Concat(Anonymous(status["message"]?.ToString() ?? "").Order()),
    });

    private static JsonArray Causes(JsonObject status) => (status["details"] as JsonObject)?["causes"] as JsonArray ?? [];

    [GeneratedRegex("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z")]
    private static partial Regex Time();

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Uid();

    [GeneratedRegex("\"kube-api-access-[a-z0-9]{5}\"")]
    private static partial Regex Token();
}
