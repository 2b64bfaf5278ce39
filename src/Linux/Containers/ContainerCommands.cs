using System.Text.RegularExpressions;
using Kybernet.Linux.Processes;

namespace Kybernet.Linux.Containers;

/// <summary>What the Container Runtime Interface has no call for, through containerd's own ctr program.</summary>
internal sealed partial class ContainerCommands(ICommandRunner runner, string socket)
{
    // The namespace, containerd's not the kernel's, in which the Container Runtime Interface keeps everything.
    private const string CriNamespace = "k8s.io";

    private static readonly TimeSpan ImportLimit = TimeSpan.FromMinutes(15);

    /// <summary>Imports the images of an archive and unpacks them; returns their names.</summary>
    public async Task<IReadOnlyList<string>> ImportAsync(string archive, string snapshotter, CancellationToken cancellation)
    {
        var result = await RunAsync(ImportLimit, cancellation, "images", "import", "--snapshotter", snapshotter, archive);
        return [.. Unpacked().Matches(result.EnsureSuccess().Output).Select(match => match.Groups["name"].Value)];
    }

    /// <summary>The names of the images that the Container Runtime Interface has taken note of.</summary>
    public Task<IReadOnlyList<string>> ManagedImagesAsync(CancellationToken cancellation) =>
        ListAsync(cancellation, "images", "list", "--quiet", "labels.\"io.cri-containerd.image\"==managed");

    /// <summary>Deletes the records and file systems of all containers; their processes have ended.</summary>
    public async Task ForgetContainersAsync(CancellationToken cancellation)
    {
        var tasks = await ListAsync(cancellation, "tasks", "list", "--quiet");
        // A shim that is broken refuses: its container keeps a dead record, which the kubelet removes at the next start.
        if (tasks.Count > 0) await RunAsync(TimeSpan.FromSeconds(30), cancellation, ["tasks", "delete", "--force", .. tasks]);
        var containers = await ListAsync(cancellation, "containers", "list", "--quiet");
        if (containers.Count > 0) await RunAsync(TimeSpan.FromSeconds(60), cancellation, ["containers", "delete", .. containers]);
    }

    private async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellation, params string[] arguments) =>
        (await RunAsync(TimeSpan.FromSeconds(30), cancellation, arguments)).EnsureSuccess().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private Task<CommandResult> RunAsync(TimeSpan limit, CancellationToken cancellation, params string[] arguments) =>
        runner.RunAsync(new Command("ctr", ["--address", socket, "--namespace", CriNamespace, .. arguments]) { Timeout = limit }, cancellation);

    [GeneratedRegex(@"^unpacking (?<name>\S+) \(sha256:", RegexOptions.Multiline)]
    private static partial Regex Unpacked();
}
