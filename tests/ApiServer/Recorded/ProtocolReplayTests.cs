using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Xunit.Abstractions;

namespace Kybernet.ApiServer.Tests.Recorded;

/// <summary>
/// Asks what a real API server was asked about lists, watches, representations, errors, deletes and subresources, in that
/// order; but reads that follow one another are asked side by side, as most of them are watches of a second.
/// </summary>
public sealed partial class ProtocolReplayTests(ITestOutputHelper output)
{
    private const string Namespace = "/api/v1/namespaces/proto";
    private const string ConfigMaps = Namespace + "/configmaps";
    private const int SideBySide = 12;

    private static readonly string[] Headers = ["content-type", "warning", "allow", "retry-after", "location", "cache-control", "vary"];

    [Fact]
    public async Task Requests_are_answered_as_the_real_server_does()
    {
        using var key = RSA.Create(2048);
        await using var server = await ReplayServer.StartAsync(key.ExportPkcs8PrivateKeyPem());
        var places = await PrepareAsync(server);
        Tally bodies = new("protocol"), headers = new("protocol, headers");
        List<(string Number, JsonObject Record)> reads = [];
        foreach (var step in Recordings.Read("protocol"))
        {
            if (step.Record["method"]!.ToString() == "GET")
            {
                reads.Add(step);
                continue;
            }

            await ReadAsync();
            Judge(step, await AskAsync(server, step.Record, places));
        }

        await ReadAsync();
        headers.Check(output, whole: (100, 100), selection: (100, 100));
        bodies.Check(output, whole: (100, 98.79), selection: (100, 98.75));

        async Task ReadAsync()
        {
            using SemaphoreSlim free = new(SideBySide);
            var answers = await Task.WhenAll(reads.Select(async step =>
            {
                await free.WaitAsync();
                try
                {
                    return await AskAsync(server, step.Record, places);
                }
                finally
                {
                    free.Release();
                }
            }));
            foreach (var (step, answer) in reads.Zip(answers)) Judge(step, answer);
            reads.Clear();
        }

        void Judge((string Number, JsonObject Record) step, ReplayAnswer answer)
        {
            if (!bodies.Wants(step.Record["method"]!.ToString())) return;
            var (record, got) = (step.Record, ProtocolOutput.Read(answer.Content));
            var (method, status) = (record["method"]!.ToString(), (int)record["status"]!);
            var title = $"protocol {step.Number}: {method} {record["path"]}, accept {record["accept"]}, {record["contentType"]} {record["body"]}";
            Compare(bodies, ProtocolOutput.WithOwnSentences(record["output"]), ProtocolOutput.WithOwnSentences(got));

            var (wantHeaders, gotHeaders) = (CanonicalJson.Of(record["headers"]), CanonicalJson.Of(Known(answer)));
            headers.Add(method, answer.Status == status, wantHeaders == gotHeaders, () => $"--- {title}\n  want {wantHeaders}\n  got  {gotHeaders}");

            void Compare(Tally tally, JsonNode? want, JsonNode? answered)
            {
                var (wanted, gotten) = (ProtocolOutput.Normal(want), ProtocolOutput.Normal(answered));
                tally.Add(method, answer.Status == status, wanted == gotten, () => AnswerDiff.Describe(title, (status, want), (answer.Status, answered), (wanted, gotten)));
            }
        }
    }

    // Five ConfigMaps, a change and a deletion; what versions there were before and after, and a place to carry on a list from.
    private static async Task<Dictionary<string, string>> PrepareAsync(ReplayServer server)
    {
        await server.CreateNamespaceWithAccountAsync("proto");
        var before = await VersionAsync("");
        foreach (var name in "abcde")
        {
            await server.AskAsync("POST", ConfigMaps, new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "ConfigMap",
                ["metadata"] = new JsonObject { ["name"] = $"{name}", ["labels"] = new JsonObject { ["app"] = name < 'd' ? "x" : "y" } },
                ["data"] = new JsonObject { ["k"] = $"{name}" },
            });
        }

        await server.AskAsync("PATCH", ConfigMaps + "/a", new JsonObject { ["data"] = new JsonObject { ["k"] = "2" } }, "application/merge-patch+json");
        await server.AskAsync("DELETE", ConfigMaps + "/e");
        var after = await VersionAsync("");
        return new()
        {
            ["{rv0}"] = before["resourceVersion"]!.ToString(),
            ["{rv1}"] = after["resourceVersion"]!.ToString(),
            ["{future}"] = (long.Parse(after["resourceVersion"]!.ToString(), CultureInfo.InvariantCulture) + 1_000_000).ToString(CultureInfo.InvariantCulture),
            ["{cont}"] = (await VersionAsync("?limit=2"))["continue"]!.ToString(),
        };

        async Task<JsonNode> VersionAsync(string query) => (await server.AskAsync("GET", ConfigMaps + query)).Body!["metadata"]!;
    }

    private static Task<ReplayAnswer> AskAsync(ReplayServer server, JsonObject record, Dictionary<string, string> places)
    {
        var path = places.Aggregate(record["path"]!.ToString(), static (path, place) => path.Replace(place.Key, place.Value, StringComparison.Ordinal));
        // Bodies of text are sent as they are: many of them are no JSON. In the longest, a length (one too high) stands for the content.
        var body = record["body"] switch
        {
            null => null,
            JsonValue text => Filler().Replace(text.ToString(), static m => new string('y', int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture) - 1)),
            var tree => CanonicalJson.AsIs(tree),
        };
        var extra = (record["extra"] as JsonObject ?? []).Select(static h => KeyValuePair.Create(h.Key, h.Value!.ToString()));
        return server.AskAsync(record["method"]!.ToString(), path, body, record["contentType"]?.ToString() ?? "", record["accept"]?.ToString(), extra);
    }

    private static JsonObject Known(ReplayAnswer answer) =>
        new(answer.Headers.Where(static h => Headers.Contains(h.Key)).Select(static h => KeyValuePair.Create(h.Key, (JsonNode?)h.Value)));

    [GeneratedRegex("<([0-9]+) x y>")]
    private static partial Regex Filler();
}
