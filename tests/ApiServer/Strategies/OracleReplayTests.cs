using System.Text;
using System.Text.Json.Nodes;
using Kybernet.ApiServer.Tests.Strategies.Oracle;
using Xunit.Abstractions;

namespace Kybernet.ApiServer.Tests.Strategies;

/// <summary>
/// Puts recorded requests through the strategies and compares with what a real API server of 1.36 answered. What it does
/// not judge: the whole request path around the strategies (404 and 409 come from there), and kinds that are only posted.
/// ORACLE_KIND=Pod narrows it to a kind, ORACLE_SHOW=5 prints so many differences of it.
/// </summary>
public sealed class OracleReplayTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("create", 0.996)]
    [InlineData("synthetic", 0.986)]
    [InlineData("update", 0.987)]
    public void AnswersAsTheRealServerDoes(string file, double atLeast)
    {
        if (SharedFacts.Path($"oracle/{file}.jsonl.gz") is not { } path)
        {
            output.WriteLine("no folder shared beside the repository: nothing to compare with");
            return;
        }

        Tally tally = new(Environment.GetEnvironmentVariable("ORACLE_KIND"), Environment.GetEnvironmentVariable("ORACLE_SHOW"));
        foreach (var record in SharedFacts.Lines(path))
        {
            var recorded = RecordedPath.Parse(record["path"]!.ToString());
            var status = (int)record["status"]!;
            if (recorded.Resource is not { } resource || !resource.Verbs.Contains("delete") || status is 404 or 409) continue;
            var kind = $"{resource.Kind.Gvk.Kind}.{resource.Gvr.Group}";
            if (!tally.Wants(kind)) continue;

            var input = record["input"]!.AsObject();
            var update = record["create"] as JsonObject;
            var answer = update is null ? StrategyPipeline.Create(recorded, input) : StrategyPipeline.Update(recorded, update, input);
            var code = answer["kind"]?.ToString() == "Status" && answer.ContainsKey("code") ? (int)answer["code"]! : update is null ? 201 : 200;
            var expected = record["output"]!.AsObject();
            tally.Add(kind, code == status, Normal.Of(answer, update is null) == Normal.Of(expected, update is null), () => Describe(record, answer));
        }

        output.WriteLine(tally.ToString());
        Assert.True(tally.Wants("every kind") is false || tally.Share >= atLeast, $"{tally.Share:P2} of {file} are answered alike, fewer than {atLeast:P2}");
    }

    private static string Describe(JsonObject record, JsonObject answer)
    {
        StringBuilder text = new();
        text.AppendLine($"--- {record["path"]} {record["mutation"]}");
        text.AppendLine($" in   {Shortened(record["input"]!.ToJsonString())}");
        if (record["create"] is { } create) text.AppendLine($" old  {Shortened(create.ToJsonString())}");
        foreach (var line in AnswerDiff.Lines(record["output"]!.AsObject(), answer)) text.AppendLine(line);
        return text.ToString();
    }

    private static string Shortened(string json) => json.Length < 1200 ? json : json[..1200] + "...";
}
