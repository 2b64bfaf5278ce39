using System.Globalization;
using System.Net;

namespace Kybernet.Linux.Networking;

/// <summary>A UDP flow that the kernel remembers.</summary>
/// <param name="Source">Who sent the first packet.</param>
/// <param name="Destination">Where it was sent to, before any translation.</param>
/// <param name="AnsweredBy">Where it was sent on to: answers come from there. The same as the destination without a translation.</param>
public sealed record UdpFlow(IPEndPoint Source, IPEndPoint Destination, IPEndPoint AnsweredBy)
{
    /// <summary>Reads a line of conntrack's listing; null for one that is no UDP flow over IPv4.</summary>
    internal static UdpFlow? Parse(string line)
    {
        // udp 17 29 src=A dst=B sport=1 dport=2 [UNREPLIED] src=C dst=A sport=2 dport=1 …: the way there, then the way back.
        if (!line.StartsWith("udp ", StringComparison.Ordinal)) return null;
        List<IPAddress> addresses = [];
        List<int> ports = [];
        foreach (var word in line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (word.Split('=', 2) is not [var name, var value]) continue;
            if (name is "src" or "dst" && IPAddress.TryParse(value, out var address)) addresses.Add(address);
            else if (name is "sport" or "dport" && int.TryParse(value, CultureInfo.InvariantCulture, out var port)) ports.Add(port);
        }
        return addresses.Count == 4 && ports.Count == 4 ? new UdpFlow(End(0), End(1), End(2)) : null;

        IPEndPoint End(int index) => new(addresses[index], ports[index]);
    }
}
