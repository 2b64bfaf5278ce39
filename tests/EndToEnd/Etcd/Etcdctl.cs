using System.Diagnostics;
using Kybernet.EndToEnd.Tests.Product;
using Kybernet.Storage.Tests.Serving;

namespace Kybernet.EndToEnd.Tests.Etcd;

/// <summary>The real etcdctl.</summary>
internal static class Etcdctl
{
    /// <summary>Runs it to its end.</summary>
    /// <param name="endpoint">Host and port: etcdctl 3.4 sends a scheme on as a part of the host's name.</param>
    /// <param name="arguments">What it is to do.</param>
    public static Task<CommandOutput> RunAsync(string endpoint, params IEnumerable<string> arguments) => Programs.RunAsync(
        new ProcessStartInfo(EtcdctlFactAttribute.Program!, [.. arguments, "--endpoints", endpoint]) { Environment = { ["ETCDCTL_API"] = "3" } });
}
