using System.Net;
using System.Text.Json;
using Kybernet.Linux.Processes;

namespace Kybernet.Linux.Networking;

/// <summary>
/// Docker and ufw have the machine drop what it forwards unless a rule of theirs accepts it. What one table drops no other can
/// save, so pods are admitted where the dropping happens: two rules in the iptables FORWARD chain, only when that chain drops.
/// </summary>
/// <param name="runner">Runs nft and iptables.</param>
/// <param name="network">The network namespace whose firewall this is; null for the machine's own.</param>
internal sealed class ForeignFirewall(ICommandRunner runner, NetworkNamespace? network)
{
    private static readonly string[] Directions = ["--source", "--destination"];

    /// <summary>Admits what comes from or goes to <paramref name="pods"/>, if it would be dropped otherwise.</summary>
    public async Task AdmitAsync(IPNetwork pods, CancellationToken cancellation)
    {
        if (!await DropsForwardedAsync(cancellation)) return;
        foreach (var direction in Directions)
        {
            if (!await HasRuleAsync(direction, pods, cancellation)) (await IptablesAsync("--insert", direction, pods, cancellation)).EnsureSuccess();
        }
    }

    /// <summary>Takes the two rules away again, if they are there.</summary>
    public async Task ForgetAsync(IPNetwork pods, CancellationToken cancellation)
    {
        if (await ListForwardAsync(cancellation) is null) return; // no such chain, and asking iptables would make one
        foreach (var direction in Directions)
        {
            while (await HasRuleAsync(direction, pods, cancellation)) (await IptablesAsync("--delete", direction, pods, cancellation)).EnsureSuccess();
        }
    }

    private async Task<bool> DropsForwardedAsync(CancellationToken cancellation)
    {
        if (await ListForwardAsync(cancellation) is not { } listing) return false;
        using var document = JsonDocument.Parse(listing);
        return document.RootElement.GetProperty("nftables").EnumerateArray().Any(entry =>
            entry.TryGetProperty("chain", out var chain) && chain.TryGetProperty("policy", out var policy) && policy.ValueEquals("drop"));
    }

    /// <summary>Null without such a chain, and without the program that could change it.</summary>
    private async Task<string?> ListForwardAsync(CancellationToken cancellation)
    {
        if (Programs.Find("iptables") is null) return null;
        var result = await runner.RunAsync(new Command("nft", "-j", "list", "chain", "ip", "filter", "FORWARD").In(network), cancellation);
        return result.ExitCode == 0 ? result.Output : null;
    }

    private async Task<bool> HasRuleAsync(string direction, IPNetwork pods, CancellationToken cancellation) =>
        (await IptablesAsync("--check", direction, pods, cancellation)).ExitCode == 0;

    private Task<CommandResult> IptablesAsync(string action, string direction, IPNetwork pods, CancellationToken cancellation) => runner.RunAsync(
        new Command("iptables", "--wait", action, "FORWARD", direction, pods.ToString(), "--match", "comment", "--comment", "kybernet pods", "--jump", "ACCEPT")
            .In(network),
        cancellation);
}
