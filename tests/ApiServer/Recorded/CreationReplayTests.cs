using Xunit.Abstractions;

namespace Kybernet.ApiServer.Tests.Recorded;

/// <summary>Creates what a real API server was asked to create: defaults, managedFields, admission, and the words of refusals.</summary>
public sealed class CreationReplayTests(ITestOutputHelper output)
{
    private const string Options = "?dryRun=All&fieldValidation=Strict&fieldManager=oracle";

    // What the recorded answers show to have been there before: pods were let into these ...
    private static readonly string[] WithAccount = ["default", "kube-system"];

    // ... and these could not be created any more. All but the first two are in paths too, but not in those of the selection.
    private static readonly string[] Others =
    [
        "openshift-operators", "openshift-c2cc", "openshift-infra", "openshift-marketplace", "openshift-multus", "openshift-ovn-kubernetes",
        "openshift-service-ca", "sriov-network-operator",
    ];

    [Fact]
    public async Task Manifests_of_the_world_are_answered_as_the_real_server_does()
    {
        await using var server = await ReplayServer.StartAsync();
        foreach (var name in WithAccount) await server.CreateNamespaceWithAccountAsync(name);
        foreach (var name in Others) await server.CreateNamespaceAsync(name);
        Tally tally = new("create");
        await ReplayAsync(server, "create", tally);
        tally.Check(output, whole: (99.84, 99.84), selection: (100, 100));
    }

    [Fact]
    public async Task Objects_made_by_chance_are_answered_as_the_real_server_does()
    {
        await using var server = await ReplayServer.StartAsync();
        await server.CreateNamespacesOfAsync("synthetic");
        Tally tally = new("synthetic");
        await ReplayAsync(server, "synthetic", tally);
        tally.Check(output, whole: (99.9, 99.07), selection: (99.8, 98.3));
    }

    private static async Task ReplayAsync(ReplayServer server, string recording, Tally tally)
    {
        Judgement judgement = new(tally, created: true);
        HashSet<string> met = [];
        foreach (var (number, record) in Recordings.Read(recording))
        {
            var path = record["path"]!.ToString();
            // As it went where it was recorded: a namespace of that name could be created until here, and not any more from here on.
            if (ReplayServer.NamespaceOf(path) is { } ns && met.Add(ns)) await server.CreateNamespaceAsync(ns);
            var kind = record["input"]!["kind"]?.ToString() ?? "";
            if (!judgement.Wants(kind)) continue;
            var answer = await server.AskAsync("POST", path + Options, record["input"]);
            judgement.Add(kind, $"{recording} {number}: POST {path} ({kind}), {record["mutation"]}", (int)record["status"]!, record["output"], answer);
        }
    }
}
