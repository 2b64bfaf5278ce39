using System.Globalization;
using System.Net;
using System.Text.Json;
using Kybernet.Linux.Processes;

namespace Kybernet.Linux.Networking;

/// <summary>Network interfaces, through the ip program.</summary>
/// <param name="runner">Runs ip.</param>
/// <param name="network">The network namespace whose interfaces these are; null for the machine's own.</param>
public sealed class Interfaces(ICommandRunner runner, NetworkNamespace? network = null)
{
    /// <summary>Whether there is an interface called <paramref name="name"/>.</summary>
    public async Task<bool> ExistsAsync(string name, CancellationToken cancellation) =>
        (await TryAsync(["link", "show", "dev", name], cancellation)).ExitCode == 0;

    /// <summary>Makes the bridge if it is not there, gives it this address and no other, and brings it up.</summary>
    /// <param name="bridge">Its name, at most 15 characters.</param>
    /// <param name="address">The address that its ports use as gateway.</param>
    /// <param name="prefixLength">Of the network behind it.</param>
    /// <param name="mtu">Its largest packet, in bytes.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task EnsureBridgeAsync(string bridge, IPAddress address, int prefixLength, int mtu, CancellationToken cancellation)
    {
        // With a hardware address of its own: else it takes that of its lowest port, and changes it as pods come and go.
        if (!await ExistsAsync(bridge, cancellation))
            await RunAsync(["link", "add", "name", bridge, "address", HardwareAddress(address), "type", "bridge"], cancellation);
        var wanted = string.Create(CultureInfo.InvariantCulture, $"{address}/{prefixLength}");
        foreach (var other in (await AddressesAsync(bridge, cancellation)).Where(other => other != wanted))
            await RunAsync(["address", "delete", other, "dev", bridge], cancellation);
        await RunAsync(["address", "replace", wanted, "dev", bridge], cancellation);
        await RunAsync(["link", "set", "dev", bridge, "mtu", mtu.ToString(CultureInfo.InvariantCulture), "up"], cancellation);
    }

    /// <summary>Removes the bridge and everything plugged into it; one that is not there is nothing to do.</summary>
    public async Task RemoveBridgeAsync(string bridge, CancellationToken cancellation)
    {
        if (!await ExistsAsync(bridge, cancellation)) return;
        foreach (var port in await NamesAsync(["link", "show", "master", bridge], cancellation)) await RemoveAsync(port, cancellation);
        await RemoveAsync(bridge, cancellation);
    }

    /// <summary>Removes an interface; one that is gone already is nothing to do.</summary>
    public async Task RemoveAsync(string name, CancellationToken cancellation)
    {
        var result = await TryAsync(["link", "delete", "dev", name], cancellation);
        // A pod's end of a pair may go away by itself at this moment, with its namespace.
        if (result.ExitCode != 0 && await ExistsAsync(name, cancellation)) result.EnsureSuccess();
    }

    /// <summary>The largest packet, in bytes, that goes out by the IPv4 default route; null when there is no such route.</summary>
    public async Task<int?> DefaultRouteMtuAsync(CancellationToken cancellation)
    {
        using var routes = await JsonAsync(["-4", "route", "show", "default"], cancellation);
        var device = routes.RootElement.EnumerateArray().Select(route => route.TryGetProperty("dev", out var dev) ? dev.GetString() : null).FirstOrDefault();
        if (device is null) return null;
        using var links = await JsonAsync(["link", "show", "dev", device], cancellation);
        return links.RootElement[0].GetProperty("mtu").GetInt32();
    }

    private async Task<IReadOnlyList<string>> AddressesAsync(string name, CancellationToken cancellation)
    {
        using var links = await JsonAsync(["-4", "address", "show", "dev", name], cancellation);
        return
        [
            .. from link in links.RootElement.EnumerateArray()
               where link.TryGetProperty("addr_info", out _)
               from address in link.GetProperty("addr_info").EnumerateArray()
               select string.Create(CultureInfo.InvariantCulture, $"{address.GetProperty("local").GetString()}/{address.GetProperty("prefixlen").GetInt32()}"),
        ];
    }

    private async Task<IReadOnlyList<string>> NamesAsync(string[] arguments, CancellationToken cancellation)
    {
        using var links = await JsonAsync(arguments, cancellation);
        return [.. from link in links.RootElement.EnumerateArray() where link.TryGetProperty("ifname", out _) select link.GetProperty("ifname").GetString()];
    }

    private async Task<JsonDocument> JsonAsync(string[] arguments, CancellationToken cancellation)
    {
        var output = (await TryAsync(["-j", .. arguments], cancellation)).EnsureSuccess().Output;
        return JsonDocument.Parse(string.IsNullOrWhiteSpace(output) ? "[]" : output);
    }

    private async Task RunAsync(string[] arguments, CancellationToken cancellation) => (await TryAsync(arguments, cancellation)).EnsureSuccess();

    private Task<CommandResult> TryAsync(string[] arguments, CancellationToken cancellation) =>
        runner.RunAsync(new Command("ip", arguments).In(network), cancellation);

    // 0a:58 and the four bytes of the address, as CNI's plugins make them.
    private static string HardwareAddress(IPAddress address) =>
        string.Join(':', address.GetAddressBytes().Prepend((byte)0x58).Prepend((byte)0x0a).Select(part => part.ToString("x2", CultureInfo.InvariantCulture)));
}
