using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace Kybernet.ApiServer.Tests.Recorded;

/// <summary>Changes objects as a real API server was asked to: by update, by every kind of patch, by server-side apply.</summary>
public sealed class ChangeReplayTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Updates_are_answered_as_the_real_server_does()
    {
        await using var server = await ReplayServer.StartAsync();
        await server.CreateNamespacesOfAsync("update");
        Tally tally = new("update");
        Judgement judgement = new(tally, created: false);
        var stored = "";
        foreach (var (number, record) in Recordings.Read("update"))
        {
            var (path, kind) = (record["path"]!.ToString(), record["input"]!["kind"]?.ToString() ?? "");
            if (!judgement.Wants(kind)) continue;
            if (path != stored)
            {
                if (stored.Length > 0) await server.DropAsync(stored);
                stored = path;
                await server.DropAsync(stored);
                var created = await server.AskAsync("POST", $"{path[..path.LastIndexOf('/')]}?fieldManager=creator", record["create"]);
                Assert.True(created.Status == 201, $"update {number}: what is to be updated cannot be created: {CanonicalJson.Of(created.Body)}");
            }

            var answer = await server.AskAsync("PUT", $"{path}?dryRun=All&fieldValidation=Strict&fieldManager=oracle", record["input"]);
            judgement.Add(kind, $"update {number}: PUT {path} ({kind})", (int)record["status"]!, record["output"], answer);
        }

        tally.Check(output, whole: (100, 99.73), selection: (100, 100));
    }

    [Fact]
    public async Task Patches_and_applies_are_answered_as_the_real_server_does()
    {
        await using var server = await ReplayServer.StartAsync();
        await server.CreateNamespacesOfAsync("patch");
        await server.CreateNamespaceAsync("oracle-patch");
        Tally tally = new("patch");
        Judgement judgement = new(tally, created: false);
        foreach (var (number, record) in Recordings.Read("patch"))
        {
            var kind = record["kind"]!.ToString();
            if (judgement.Wants(kind)) await ReplayAsync(server, number, kind, record["steps"]!.AsArray(), judgement);
        }

        tally.Check(output, whole: (100, 99.77), selection: (100, 100));
    }

    private static async Task ReplayAsync(ReplayServer server, string number, string kind, JsonArray steps, Judgement judgement)
    {
        foreach (var step in steps.Where(static s => s!["method"]!.ToString() == "POST"))
        {
            await server.DropAsync($"{PathOf(step!)}/{step!["body"]!["metadata"]!["name"]}");
        }

        string? patched = null;
        foreach (var (index, step) in steps.Index())
        {
            var (method, path, contentType) = (step!["method"]!.ToString(), step["path"]!.ToString(), step["contentType"]!.ToString());
            var answer = await server.AskAsync(method, path, step["body"], contentType);
            if (method == "PATCH") patched = PathOf(step);
            var status = (int)step["status"]!;
            // A step that the real server stumbled over tells nothing.
            if (status != 500) judgement.Add(kind, $"patch {number}, step {index + 1}: {method} {path}, {contentType}", status, step["output"], answer);
        }

        if (patched is not null) await server.DropAsync(patched);
    }

    private static string PathOf(JsonNode step) => step["path"]!.ToString().Split('?')[0];
}
