using System.Globalization;
using System.Net;
using Kybernet.Linux.Processes;

namespace Kybernet.Linux.Networking;

/// <summary>
/// The kernel's memory of flows. A UDP flow keeps to the destination that it was given first, for as long as packets come: when
/// that destination goes away, or a rule for it appears, the flow has to be forgotten.
/// </summary>
/// <param name="runner">Runs conntrack.</param>
/// <param name="network">The network namespace whose flows these are; null for the machine's own.</param>
public sealed class Conntrack(ICommandRunner runner, NetworkNamespace? network = null)
{
    /// <summary>Forgets the UDP flows that match all that is given.</summary>
    /// <param name="destination">Where the first packet was sent to, before any translation; null for anywhere.</param>
    /// <param name="port">The port it was sent to; null for any.</param>
    /// <param name="translatedTo">The address it was sent on to; null for any or none.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task ForgetUdpAsync(IPAddress? destination, int? port, IPAddress? translatedTo, CancellationToken cancellation)
    {
        List<string> arguments = ["-D", "-p", "udp"];
        if (destination is not null) arguments.AddRange(["--orig-dst", destination.ToString()]);
        if (port is { } number) arguments.AddRange(["--orig-port-dst", Text(number)]);
        if (translatedTo is not null) arguments.AddRange(["--dst-nat", translatedTo.ToString()]);
        await DeleteAsync(arguments, cancellation);
    }

    /// <summary>Forgets one UDP flow; one that is gone already is nothing to do.</summary>
    public Task ForgetAsync(UdpFlow flow, CancellationToken cancellation)
    {
        var (source, destination) = (flow.Source, flow.Destination);
        string[] addresses = ["--orig-src", source.Address.ToString(), "--orig-dst", destination.Address.ToString()];
        string[] ports = ["--orig-port-src", Text(source.Port), "--orig-port-dst", Text(destination.Port)];
        return DeleteAsync(["-D", "-p", "udp", .. addresses, .. ports], cancellation);
    }

    /// <summary>All UDP flows over IPv4.</summary>
    public async Task<IReadOnlyList<UdpFlow>> ListUdpAsync(CancellationToken cancellation)
    {
        var list = new Command("conntrack", "-L", "-f", "ipv4", "-p", "udp") { MaxOutputBytes = 64 << 20 };
        var result = (await runner.RunAsync(list.In(network), cancellation)).EnsureSuccess();
        return [.. result.Output.Split('\n').Select(UdpFlow.Parse).OfType<UdpFlow>()];
    }

    private async Task DeleteAsync(IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        var result = await runner.RunAsync(new Command("conntrack", arguments).In(network), cancellation);
        // It counts "nothing matched" as a failure.
        if (result.ExitCode != 0 && !result.Error.Contains("0 flow entries have been deleted", StringComparison.Ordinal)) result.EnsureSuccess();
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
