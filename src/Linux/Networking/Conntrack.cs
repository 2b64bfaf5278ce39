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
        if (port is { } number) arguments.AddRange(["--orig-port-dst", number.ToString(CultureInfo.InvariantCulture)]);
        if (translatedTo is not null) arguments.AddRange(["--dst-nat", translatedTo.ToString()]);
        var result = await runner.RunAsync(new Command("conntrack", arguments).In(network), cancellation);
        // It counts "nothing matched" as a failure.
        if (result.ExitCode != 0 && !result.Error.Contains("0 flow entries have been deleted", StringComparison.Ordinal)) result.EnsureSuccess();
    }
}
