using System.Net.Sockets;
using System.Security.Authentication;

namespace Kybernet.ApiServer.Connect;

/// <summary>Why a server behind the API server could not be asked, in the words that Go has for it: people search for them.</summary>
internal static class DialFailure
{
    /// <summary>Names the address and the reason, as in <c>dial tcp 10.0.0.1:10250: connect: connection refused</c>.</summary>
    public static string Describe(Uri target, HttpRequestException failure) => failure.InnerException switch
    {
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } =>
            $"dial tcp: lookup {target.Host}: no such host",
        SocketException e => $"dial tcp {target.Host}:{target.Port}: {Reason(e)}",
        OperationCanceledException or TimeoutException => $"dial tcp {target.Host}:{target.Port}: i/o timeout",
        AuthenticationException e => $"tls: {e.Message}",
        _ => (failure.InnerException ?? failure).Message,
    };

    private static string Reason(SocketException e) => e.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "connect: connection refused",
        SocketError.HostUnreachable => "connect: no route to host",
        SocketError.NetworkUnreachable => "connect: network is unreachable",
        SocketError.TimedOut => "connect: connection timed out",
        SocketError.ConnectionReset => "connect: connection reset by peer",
        _ => $"connect: {e.Message}",
    };
}
