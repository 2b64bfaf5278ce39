using Kybernet.Linux.Processes;

namespace Kybernet.Linux.Networking;

/// <summary>
/// Kernel settings under /proc/sys. Each one that is changed is first written into a journal with the value it had, so that
/// <see cref="RestoreAsync"/> can put it back, after a restart of ours too.
/// </summary>
/// <param name="runner">
/// Runs cat and tee: what lies under /proc/sys/net depends on the network namespace of the process that opens it.
/// </param>
/// <param name="journalFile">The journal.</param>
/// <param name="network">The network namespace whose settings these are; null for the machine's own.</param>
public sealed class Sysctls(ICommandRunner runner, string journalFile, NetworkNamespace? network = null)
{
    /// <summary>The value of a setting; null when this kernel has no such setting.</summary>
    /// <param name="name">Its path under /proc/sys, for example "net/ipv4/ip_forward".</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<string?> GetAsync(string name, CancellationToken cancellation)
    {
        var result = await runner.RunAsync(new Command("cat", PathOf(name)).In(network), cancellation);
        if (result.ExitCode != 0 && result.Error.Contains("No such file or directory", StringComparison.Ordinal)) return null;
        return result.EnsureSuccess().Output.Trim();
    }

    /// <summary>Changes a setting, and remembers what it was. False when this kernel has no such setting.</summary>
    /// <param name="name">Its path under /proc/sys, for example "net/ipv4/ip_forward".</param>
    /// <param name="value">The value it is to have.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<bool> SetAsync(string name, string value, CancellationToken cancellation)
    {
        if (await GetAsync(name, cancellation) is not { } current) return false;
        if (current == value) return true;
        var journal = SysctlJournal.Load(journalFile);
        journal.Record(new SysctlChange(name, current, value));
        journal.Save(journalFile); // before the change: a crash in between costs nothing
        await WriteAsync(name, value, cancellation);
        return true;
    }

    /// <summary>Puts every changed setting back, except where somebody else has changed it since.</summary>
    public async Task RestoreAsync(CancellationToken cancellation)
    {
        foreach (var change in SysctlJournal.Load(journalFile).Changes)
        {
            if (await GetAsync(change.Name, cancellation) == change.Value) await WriteAsync(change.Name, change.Original, cancellation);
        }
        File.Delete(journalFile);
    }

    private async Task WriteAsync(string name, string value, CancellationToken cancellation) =>
        (await runner.RunAsync(new Command("tee", PathOf(name)) { Input = value }.In(network), cancellation)).EnsureSuccess();

    private static string PathOf(string name) => "/proc/sys/" + name;
}
