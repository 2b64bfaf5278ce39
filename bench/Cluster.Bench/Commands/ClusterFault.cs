using System.Net.Sockets;
using System.Security.Authentication;

namespace Kybernet.Cluster.Bench.Commands;

/// <summary>A cluster that cannot be measured for what was given on the command line: told in a line, not with a stack.</summary>
internal static class ClusterFault
{
    /// <summary>The line; null when something else went wrong.</summary>
    public static string? Describe(Exception failure)
    {
        for (var e = failure; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case AuthenticationException:
                    return $"the cluster's certificate is not trusted: {e.Message.TrimEnd('.')}. "
                        + "Name its authority (--certificate-authority, or in the kubeconfig), or give --insecure-skip-tls-verify.";
                case SocketException:
                    return $"the cluster cannot be reached: {e.Message}";
            }
        }

        return null;
    }
}
