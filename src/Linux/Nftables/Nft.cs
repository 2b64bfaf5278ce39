using System.Text.Json;
using Kybernet.Linux.Networking;
using Kybernet.Linux.Processes;

namespace Kybernet.Linux.Nftables;

/// <summary>The kernel's packet filter, through the nft program: one transaction a call, whole or not at all.</summary>
/// <param name="runner">Runs nft.</param>
/// <param name="network">The network namespace whose filter this is; null for the machine's own.</param>
public sealed class Nft(ICommandRunner runner, NetworkNamespace? network = null)
{
    /// <summary>Carries out <paramref name="transaction"/>; one without commands is nothing to do.</summary>
    /// <exception cref="NftException">The kernel or nft refused it; nothing has changed.</exception>
    public Task ApplyAsync(NftTransaction transaction, CancellationToken cancellation) => RunScriptAsync(transaction, ["-f", "-"], cancellation);

    /// <summary>Has nft and the kernel check <paramref name="transaction"/> without carrying it out.</summary>
    /// <exception cref="NftException">They would refuse it.</exception>
    public Task CheckAsync(NftTransaction transaction, CancellationToken cancellation) => RunScriptAsync(transaction, ["--check", "-f", "-"], cancellation);

    /// <summary>What is in <paramref name="table"/>, in nft's JSON form (the array "nftables"); null when there is no such table.</summary>
    public async Task<JsonDocument?> ListTableAsync(NftTable table, CancellationToken cancellation)
    {
        var list = new Command("nft", "-j", "list", "table", table.Family, table.Name) { MaxOutputBytes = 64 << 20 };
        var result = await runner.RunAsync(list.In(network), cancellation);
        if (result.ExitCode != 0 && result.Error.Contains("No such file or directory", StringComparison.Ordinal)) return null;
        return JsonDocument.Parse(result.EnsureSuccess().Output);
    }

    /// <summary>Whether there is such a table: quick, however much is in it.</summary>
    public async Task<bool> TableExistsAsync(NftTable table, CancellationToken cancellation)
    {
        var result = await runner.RunAsync(new Command("nft", "list", "tables", table.Family).In(network), cancellation);
        return result.EnsureSuccess().Output.Split('\n').Contains($"table {table}");
    }

    private async Task RunScriptAsync(NftTransaction transaction, string[] arguments, CancellationToken cancellation)
    {
        if (transaction.Count == 0) return;
        var script = transaction.ToScript();
        var result = await runner.RunAsync(new Command("nft", arguments) { Input = script }.In(network), cancellation);
        if (result.ExitCode != 0) throw new NftException(result.Error, script);
    }
}
