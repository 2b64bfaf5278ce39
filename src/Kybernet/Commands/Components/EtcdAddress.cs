using Kybernet.Host.Cluster;

namespace Kybernet.Host.Commands.Components;

/// <summary>Addresses of etcd as its flags have them.</summary>
internal static class EtcdAddress
{
    /// <summary>Reads one: <c>http://HOST:PORT</c>, <c>https://HOST:PORT</c> or <c>unix:///PATH</c>.</summary>
    /// <exception cref="CommandFailure">It is none.</exception>
    public static Uri Parse(string text, string flag) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" or "unix"
            ? address
            : throw new CommandFailure($"--{flag}: \"{text}\" is no address of the form http://HOST:PORT, https://HOST:PORT or unix:///PATH");
}
