using System.Net;
using Kybernet.Host.Flags;

namespace Kybernet.Host.Commands.Components;

/// <summary>The name of the node that this machine is.</summary>
internal static class NodeName
{
    /// <summary>What --hostname-override says, or the machine's name; in lower case, as upstream has it.</summary>
    public static string Of(ComponentStart start, Flag<string> hostnameOverride) =>
        (start.Get(hostnameOverride) is { Length: > 0 } name ? name.Trim() : Dns.GetHostName()).ToLowerInvariant();
}
