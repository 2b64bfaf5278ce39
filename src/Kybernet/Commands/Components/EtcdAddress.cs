using Kybernet.Host.Cluster;

namespace Kybernet.Host.Commands.Components;

/// <summary>Addresses of etcd as its flags have them.</summary>
internal static class EtcdAddress
{
    /// <summary>Reads one: <c>http://HOST:PORT</c>, <c>https://HOST:PORT</c> or <c>unix:///PATH</c>.</summary>
    /// <exception cref="CommandFailure">It is none.</exception>
    public static Uri Parse(string text, string flag) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == "unix" || (address.Scheme is "http" or "https" && NamesPort(text)))
            ? address
            : throw new CommandFailure($"--{flag}: \"{text}\" is no address of the form http://HOST:PORT, https://HOST:PORT or unix:///PATH");

    // Uri fills in 80 and 443, which nobody means here.
    private static bool NamesPort(string text) => text.TrimEnd('/') is var bare && bare[(bare.LastIndexOf(':') + 1)..] is { Length: > 0 } port && port.All(char.IsAsciiDigit);
}
