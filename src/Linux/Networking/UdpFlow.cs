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
            if (Value(word, "src=") is { } source && IPAddress.TryParse(source, out var from)) addresses.Add(from);
            else if (Value(word, "dst=") is { } destination && IPAddress.TryParse(destination, out var to)) addresses.Add(to);
            else if ((Value(word, "sport=") ?? Value(word, "dport=")) is { } port && int.TryParse(port, CultureInfo.InvariantCulture, out var number)) ports.Add(number);
        }
        return addresses.Count == 4 && ports.Count == 4
            ? new UdpFlow(new IPEndPoint(addresses[0], ports[0]), new IPEndPoint(addresses[1], ports[1]), new IPEndPoint(addresses[2], ports[2]))
            : null;
    }

    private static string? Value(string word, string name) => word.StartsWith(name, StringComparison.Ordinal) ? word[name.Length..] : null;
}
