using System.Collections.Concurrent;

namespace Kybernet.EndToEnd.Tests.Driven;

/// <summary><c>kubectl explain</c>, from the OpenAPI documents.</summary>
[Collection(HollowNodes.Collection)]
public sealed class ExplainTests(HollowNodes nodes)
{
    [KubectlFact]
    public async Task Every_resource_is_explained_to_its_last_field()
    {
        var list = await nodes.Kubectl.RunAsync("api-resources --no-headers");
        // Name, maybe short names, API version, namespaced, kind.
        var resources = list.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
        Assert.True(resources.Count >= 60, list);
        ConcurrentBag<string> wrong = [];
        await Parallel.ForEachAsync(resources, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (words, _) =>
        {
            var said = await nodes.Kubectl.TryAsync($"explain {words[0]} --recursive --api-version={words[^3]}");
            var isWhole = said.Code == 0
                && said.Output.Contains($"KIND:       {words[^1]}\n", StringComparison.Ordinal) | said.Output.Contains($"KIND:     {words[^1]}\n", StringComparison.Ordinal)
                && said.Output.Contains("DESCRIPTION:\n", StringComparison.Ordinal)
                && said.Output[(said.Output.IndexOf("FIELDS:", StringComparison.Ordinal) + 1)..].Contains("apiVersion\t<string>", StringComparison.Ordinal);
            if (!isWhole) wrong.Add($"{words[0]} of {words[^3]}: {said.All}");
        });
        Assert.Empty(wrong);
    }

    [KubectlFact]
    public async Task Fields_deep_inside_are_found()
    {
        var pod = await nodes.Kubectl.RunAsync("explain pod --recursive");
        foreach (var field in (string[])["ephemeralContainers", "topologySpreadConstraints", "targetContainerName", "whenUnsatisfiable", "seccompProfile", "hostIPs"])
        {
            Assert.Contains($"{field}\t<", pod);
        }

        Assert.Contains("maxSurge", await nodes.Kubectl.RunAsync("explain deployment.spec.strategy.rollingUpdate"));
        Assert.Equal("error: field \"absent\" does not exist\n", (await nodes.Kubectl.TryAsync("explain deployment.spec.absent")).Errors);
    }
}
