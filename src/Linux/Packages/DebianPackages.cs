using Kybernet.Linux.Processes;

namespace Kybernet.Linux.Packages;

/// <summary>Brings what a node needs onto a Debian or Ubuntu machine.</summary>
/// <param name="runner">Runs apt-get.</param>
public sealed class DebianPackages(ICommandRunner runner)
{
    private const int Failed = 100; // apt-get's only code for failure: an unknown package is one
    private static readonly TimeSpan InstallLimit = TimeSpan.FromMinutes(20);

    /// <summary>The packages that are missing, each once, in the order of <see cref="NodeRequirement.All"/>; none when the node can run.</summary>
    public static IReadOnlyList<string> Missing() => Missing(NodeRequirement.All, program => Programs.Find(program) is not null);

    /// <summary>Whether this machine has apt-get; one without it needs a person to install what is missing.</summary>
    public static bool CanInstall => Programs.Find("apt-get") is not null;

    /// <summary>One sentence that names what is missing and what to do.</summary>
    public static string Explain(IReadOnlyList<string> missing) => CanInstall
        ? $"missing Debian packages: {string.Join(", ", missing)}; install them with: apt-get install {string.Join(' ', missing)}"
        : $"missing programs: {string.Join(", ", ProgramsOf(missing))}; this is not a Debian or Ubuntu machine, install them by its own means";

    /// <summary>Installs packages, and fetches the lists of packages anew first if the machine does not know them.</summary>
    /// <param name="packages">Their names.</param>
    /// <param name="step">Is told what happens, a short line each.</param>
    /// <param name="cancellation">Stops before the next step; apt-get itself is not interrupted, that would leave it half done.</param>
    /// <exception cref="CommandFailedException">apt-get failed; the message holds what it said.</exception>
    public async Task InstallAsync(IReadOnlyList<string> packages, Action<string> step, CancellationToken cancellation)
    {
        step($"Installing {string.Join(", ", packages)}");
        var result = await AptGetAsync(["install", "--yes", "--no-install-recommends", .. packages]);
        if (result.ExitCode == Failed)
        {
            cancellation.ThrowIfCancellationRequested();
            step("Fetching the lists of packages");
            (await AptGetAsync(["update"])).EnsureSuccess();
            cancellation.ThrowIfCancellationRequested();
            step($"Installing {string.Join(", ", packages)}");
            result = await AptGetAsync(["install", "--yes", "--no-install-recommends", .. packages]);
        }
        result.EnsureSuccess();
    }

    internal static IReadOnlyList<string> Missing(IEnumerable<NodeRequirement> requirements, Func<string, bool> exists) =>
        [.. requirements.Where(requirement => !requirement.AnyOf.Any(exists)).Select(requirement => requirement.Package).Distinct()];

    private static IEnumerable<string> ProgramsOf(IReadOnlyList<string> packages) =>
        NodeRequirement.All.Where(requirement => packages.Contains(requirement.Package)).Select(requirement => $"{requirement.AnyOf[0]} ({requirement.Purpose})");

    // With a lock timeout: on a machine that has just started, the nightly upgrade is often still at work.
    private Task<CommandResult> AptGetAsync(IReadOnlyList<string> arguments) => runner.RunAsync(
        new Command("apt-get", ["-o", "DPkg::Lock::Timeout=300", .. arguments])
        {
            Timeout = InstallLimit,
            Environment = new Dictionary<string, string> { ["DEBIAN_FRONTEND"] = "noninteractive" },
        },
        CancellationToken.None);
}
