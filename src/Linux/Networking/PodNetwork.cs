using Kybernet.Linux.Nftables;
using Kybernet.Linux.Processes;

namespace Kybernet.Linux.Networking;

/// <summary>
/// The network of a node's pods: a bridge with a pair of interfaces a pod, made by CNI's bridge plugin, and masquerading and
/// host ports in a table of our own. Not for calls from several threads at once.
/// </summary>
/// <param name="options">What differs from node to node.</param>
/// <param name="runner">Runs ip, nft, conntrack and modprobe.</param>
public sealed class PodNetwork(PodNetworkOptions options, ICommandRunner runner)
{
    private const string BridgeFilter = "net/bridge/bridge-nf-call-iptables";
    private const int EthernetMtu = 1500;

    private readonly Interfaces _interfaces = new(runner, options.Network);
    private readonly Nft _nft = new(runner, options.Network);
    private readonly Conntrack _conntrack = new(runner, options.Network);
    private readonly Sysctls _sysctls = new(runner, options.SysctlJournalFile, options.Network);
    private readonly ForeignFirewall _firewall = new(runner, options.Network);
    private bool _bridgeIsFiltered;
    private HashSet<HostPortMapping>? _hostPorts; // null until they were set once

    /// <summary>
    /// Brings everything into place: settings, bridge, masquerading, CNI configuration. The host ports of an earlier run stay until
    /// <see cref="SetHostPortsAsync"/> replaces them: pods that kept running keep being reached.
    /// </summary>
    public async Task SetUpAsync(CancellationToken cancellation)
    {
        await _sysctls.SetAsync("net/ipv4/ip_forward", "1", cancellation);
        _bridgeIsFiltered = await FilterBridgesAsync(cancellation);

        var mtu = options.Mtu ?? await _interfaces.DefaultRouteMtuAsync(cancellation) ?? EthernetMtu;
        await _interfaces.EnsureBridgeAsync(options.Bridge, options.Gateway, options.PodCidr.PrefixLength, mtu, cancellation);
        // For host ports on 127.0.0.1. A setting of the bridge alone: it goes away with it.
        await RunAsync(new Command("tee", $"/proc/sys/net/ipv4/conf/{options.Bridge}/route_localnet") { Input = "1" }, cancellation);

        using (var table = await _nft.ListTableAsync(options.Table, cancellation))
        {
            if (table is null) await _nft.ApplyAsync(PodNetworkRules.Build(options, [], _bridgeIsFiltered), cancellation);
        }
        await _firewall.AdmitAsync(options.PodCidr, cancellation);
        WriteCniConfiguration(mtu);
    }

    /// <summary>
    /// Makes these the node's host ports, in one transaction; nothing happens when they are so already. The first call after
    /// <see cref="SetUpAsync"/> writes the whole table anew in any case.
    /// </summary>
    /// <param name="hostPorts">All of them. Of two for the same address, protocol and port the first one gets it.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="NftException">They were refused; the earlier ones still hold.</exception>
    public async Task SetHostPortsAsync(IReadOnlyCollection<HostPortMapping> hostPorts, CancellationToken cancellation)
    {
        if (_hostPorts is not null && _hostPorts.SetEquals(hostPorts)) return;
        await _nft.ApplyAsync(PodNetworkRules.Build(options, hostPorts, _bridgeIsFiltered), cancellation);
        var changed = new HashSet<HostPortMapping>(_hostPorts ?? []);
        changed.SymmetricExceptWith(hostPorts);
        _hostPorts = [.. hostPorts];
        foreach (var port in changed.Where(port => port.Protocol == TransportProtocol.Udp).Select(port => port.HostPort).Distinct())
            await _conntrack.ForgetUdpAsync(destination: null, port, translatedTo: null, cancellation);
    }

    /// <summary>
    /// Takes everything away again: table, bridge with all that is plugged in, CNI configuration, the addresses given out, and
    /// the settings as they were. Works without a <see cref="SetUpAsync"/> before it, and twice.
    /// </summary>
    public async Task TearDownAsync(CancellationToken cancellation)
    {
        await _nft.ApplyAsync(new NftTransaction(options.Table).RemoveTable(), cancellation);
        await _firewall.ForgetAsync(options.PodCidr, cancellation);
        await _interfaces.RemoveBridgeAsync(options.Bridge, cancellation);
        await _sysctls.RestoreAsync(cancellation);
        File.Delete(options.CniConfigFile);
        if (Directory.Exists(options.AddressDirectory)) Directory.Delete(options.AddressDirectory, recursive: true);
        CniResultCache.Forget(options.Name);
    }

    /// <summary>Has packets that cross a bridge pass through the packet filter; false when this kernel cannot.</summary>
    private async Task<bool> FilterBridgesAsync(CancellationToken cancellation)
    {
        if (await _sysctls.GetAsync(BridgeFilter, cancellation) is null && Programs.Find("modprobe") is not null)
            await runner.RunAsync(new Command("modprobe", "br_netfilter"), cancellation); // whether it worked shows in the setting
        return await _sysctls.SetAsync(BridgeFilter, "1", cancellation);
    }

    private void WriteCniConfiguration(int mtu)
    {
        Directory.CreateDirectory(options.CniConfigDirectory);
        // The engine watches this directory: it must never see half a file. It ignores names that end otherwise.
        File.WriteAllText(options.CniConfigFile + ".new", CniConfiguration.Build(options, mtu));
        File.Move(options.CniConfigFile + ".new", options.CniConfigFile, overwrite: true);
    }

    private async Task RunAsync(Command command, CancellationToken cancellation) =>
        (await runner.RunAsync(command.In(options.Network), cancellation)).EnsureSuccess();
}
