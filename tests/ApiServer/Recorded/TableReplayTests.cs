using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Kybernet.Api;
using Xunit.Abstractions;

namespace Kybernet.ApiServer.Tests.Recorded;

/// <summary>Makes recorded objects again, with their status, and asks for their rows in Tables.</summary>
public sealed partial class TableReplayTests(ITestOutputHelper output)
{
    private const string Table = "application/json;as=Table;g=meta.k8s.io;v=v1";

    private static readonly string[] OfTheServer =
        ["uid", "resourceVersion", "creationTimestamp", "managedFields", "generation", "deletionTimestamp", "deletionGracePeriodSeconds"];

    [Fact]
    public async Task Rows_are_those_of_the_real_server()
    {
        await using var server = await ReplayServer.StartAsync();
        await server.CreateNamespacesOfAsync("tables");
        Tally tally = new("tables");
        foreach (var (number, record) in Recordings.Read("tables"))
        {
            var kind = record["object"]!["kind"]!.ToString();
            if (tally.Wants(kind)) await ReplayAsync(server, number, kind, record, tally);
        }

        tally.Check(output, whole: (100, 99.82), selection: (100, 99.2));
    }

    private static async Task ReplayAsync(ReplayServer server, string number, string kind, JsonObject record, Tally tally)
    {
        var recorded = record["object"]!.AsObject();
        var isBeingDeleted = recorded["metadata"]!.AsObject().ContainsKey("deletionTimestamp");
        var obj = recorded.DeepClone().AsObject();
        var status = obj["status"]?.DeepClone();
        obj.Remove("status");
        Ready(kind, obj);

        var (collection, name) = (CollectionOf(record), obj["metadata"]!["name"]!.ToString());
        var path = $"{collection}/{name}";
        await server.AskAsync("DELETE", path + "?gracePeriodSeconds=0");
        var made = await server.AskAsync("POST", collection, obj);
        if (made.Status == 201 && HasContent(status))
        {
            var withStatus = made.Body!.DeepClone().AsObject();
            withStatus["status"] = status;
            await server.AskAsync("PUT", path + "/status", withStatus);
        }

        if (isBeingDeleted) await server.AskAsync("DELETE", path);
        var answer = await server.AskAsync("GET", path, accept: Table);
        var (want, got) = (Row(record["columns"], record["cells"]), Row(Names(answer.Body), answer.Body?["rows"]?[0]?["cells"]));
        tally.Add(kind, made.Status == 201, want == got, () => $"--- tables {number}: {path}\n  want {want}\n  got  {(made.Status == 201 ? got : CanonicalJson.Of(made.Body))}");

        var left = await server.AskAsync("GET", path);
        if (left.Status == 200)
        {
            left.Body!["metadata"]!.AsObject().Remove("finalizers");
            await server.AskAsync("PUT", path, left.Body);
        }

        await server.AskAsync("DELETE", path + "?gracePeriodSeconds=0");
    }

    // Without what the server gives, and what it would refuse from a client.
    private static void Ready(string kind, JsonObject obj)
    {
        foreach (var field in OfTheServer) obj["metadata"]!.AsObject().Remove(field);
        var spec = obj["spec"] as JsonObject ?? [];
        switch (kind)
        {
            case "Service":
                foreach (var field in new[] { "clusterIP", "clusterIPs", "healthCheckNodePort" })
                {
                    if (CanonicalJson.Of(spec[field]) is not ("\"None\"" or "[\"None\"]")) spec.Remove(field);
                }

                foreach (var port in spec["ports"] as JsonArray ?? []) port!.AsObject().Remove("nodePort");
                break;
            case "Pod":
                spec.Remove("volumes");
                spec["automountServiceAccountToken"] = false;
                foreach (var container in (spec["containers"] as JsonArray ?? []).Concat(spec["initContainers"] as JsonArray ?? []))
                {
                    container!.AsObject().Remove("volumeMounts");
                }

                break;
            case "Job":
                spec["manualSelector"] = true;
                break;
        }
    }

    private static bool HasContent(JsonNode? status) => status is JsonObject { Count: > 0 };

    private static string CollectionOf(JsonObject record)
    {
        var resource = record["resource"]!.ToString();
        var slash = resource.LastIndexOf('/');
        var gv = GroupVersion.Parse(resource[..slash]);
        var ns = record["object"]!["metadata"]!["namespace"]?.ToString();
        return $"{(gv.Group.Length == 0 ? "/api/" : "/apis/")}{resource[..slash]}{(ns is null ? "" : $"/namespaces/{ns}")}{resource[slash..]}";
    }

    private static JsonArray Names(JsonNode? table) => new([.. (table?["columnDefinitions"] as JsonArray ?? []).Select(static c => c!["name"]!.DeepClone())]);

    private static string Row(JsonNode? columns, JsonNode? cells) =>
        $"{CanonicalJson.Of(columns)} {string.Join(" | ", (cells as JsonArray ?? []).Select(static c => Cell(CanonicalJson.Of(c))))}";

    private static string Cell(string json) => NormalAnswer.Anonymous(Age().Replace(NormalAnswer.Anonymous(ServiceAddress().Replace(json, "SVC")), "AGE"));

    [GeneratedRegex(@"\b([0-9]+[dhms])+\b")]
    private static partial Regex Age();

    [GeneratedRegex(@"10\.96\.[0-9]+\.[0-9]+")]
    private static partial Regex ServiceAddress();
}
