using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Kybernet.ApiServer.Tests.Strategies.Oracle;

/// <summary>Answers without what differs from run to run: ids, times, versions, allocated addresses, the order of map entries.</summary>
internal static partial class Normal
{
    public static string Of(JsonObject answer, bool withStatus)
    {
        if (answer["kind"]?.ToString() == "Status" && answer.ContainsKey("code")) return OfStatus(answer);
        var copy = (JsonObject)answer.DeepClone();
        if (copy["metadata"] is JsonObject meta)
        {
            foreach (var field in new[] { "uid", "creationTimestamp", "resourceVersion", "selfLink", "managedFields" }) meta.Remove(field);
        }

        if (copy["kind"]?.ToString() == "Service" && copy["spec"] is JsonObject spec)
        {
            foreach (var field in new[] { "clusterIP", "clusterIPs", "healthCheckNodePort" }) spec.Remove(field);
            foreach (var port in spec["ports"] as JsonArray ?? []) (port as JsonObject)?.Remove("nodePort");
        }

        if (!withStatus) copy.Remove("status");
        return Anonymous(Sorted(copy)!.ToJsonString());
    }

    private static string OfStatus(JsonObject status)
    {
        var causes = (status["details"]?["causes"] as JsonArray ?? []).Select(c => Anonymous(Sorted(c)!.ToJsonString())).Order(StringComparer.Ordinal);
        var message = string.Concat(Anonymous(status["message"]?.ToString() ?? "").Order());
        return $"{status["code"]} {status["reason"]}\n{string.Join('\n', causes)}\n{message}";
    }

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject obj => new JsonObject(obj.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Key, Sorted(p.Value)))),
        JsonArray array => new JsonArray([.. array.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    private static string Anonymous(string text) => Token().Replace(Uid().Replace(Time().Replace(text, "TIME"), "UID"), "kube-api-access-x");

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT[0-9:.]+Z")]
    private static partial Regex Time();

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Uid();

    [GeneratedRegex("kube-api-access-[a-z0-9]{5}")]
    private static partial Regex Token();
}
