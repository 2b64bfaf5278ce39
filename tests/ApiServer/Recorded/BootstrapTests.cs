using System.Text.Json.Nodes;
using Kybernet.Api;
using Kybernet.Api.Tests;

namespace Kybernet.ApiServer.Tests.Recorded;

/// <summary>What is there before anybody has made anything: objects, and the columns in which they are shown.</summary>
public sealed class BootstrapTests
{
    [RecordedFact("bootstrap-objects.json")]
    public async Task A_fresh_server_has_the_objects_of_the_real_one()
    {
        var recorded = JsonNode.Parse(await File.ReadAllTextAsync(SharedFacts.Path("bootstrap-objects.json")!))!.AsObject();
        await using var server = await ReplayServer.StartAsync();
        List<string> differences = [];
        foreach (var (path, wanted) in recorded)
        {
            var answer = await server.AskAsync("GET", path);
            var got = answer.Body!["items"]!.AsArray();
            // Endpoints that are not told for a server on loopback, there; here they are.
            if (path is "/api/v1/endpoints" or "/apis/discovery.k8s.io/v1/endpointslices") continue;
            var (theirs, ours) = (ByName(wanted!.AsArray()), ByName(got));
            differences.AddRange(theirs.Keys.Except(ours.Keys).Select(name => $"{path}: no {name}"));
            differences.AddRange(ours.Keys.Except(theirs.Keys).Select(name => $"{path}: {name}, which upstream has not"));
            differences.AddRange(theirs.Keys.Intersect(ours.Keys).Where(name => theirs[name] != ours[name])
                .Select(name => $"{path}: {name}\n  want {theirs[name]}\n  got  {ours[name]}"));
        }

        Assert.True(differences.Count == 0, string.Join("\n", differences));
    }

    [RecordedFact("columns.tsv")]
    public void Tables_have_the_columns_of_the_real_server()
    {
        var resources = ApiCatalog.Resources;
        List<string> ours = [];
        foreach (var resource in resources)
        {
            ours.AddRange(resource.Columns.Select(c => $"{resource.Gvr.Group}\t{resource.Gvr.Version}\t{resource.Gvr.Resource}\t{c.Name}\t{c.Type}\t{c.Format}\t{c.Priority}"));
        }

        var theirs = File.ReadLines(SharedFacts.Path("columns.tsv")!).Skip(1).ToList();
        Assert.Equal(theirs.Order(StringComparer.Ordinal), ours.Order(StringComparer.Ordinal));
    }

    private static Dictionary<string, string> ByName(JsonArray items) => items.ToDictionary(
        static o => $"{o!["metadata"]!["namespace"]}/{o["metadata"]!["name"]}",
        static o =>
        {
            var copy = o!.DeepClone().AsObject();
            copy["metadata"]!.AsObject().Remove("managedFields");
            // The recording is without generations, and of a server on another port.
            copy["metadata"]!.AsObject().Remove("generation");
            foreach (var port in copy["spec"]?["ports"]?.AsArray() ?? []) port!.AsObject().Remove("targetPort");
            return NormalAnswer.Of(copy, created: true);
        });
}
