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
        UntrustedServerException e => $"tls: {e.Message}",
        AuthenticationException e => TlsAlert(e) is { } alert ? $"remote error: tls: {alert}" : $"tls: {e.Message}",
        // Closed in the midst of the handshake.
        IOException when failure.HttpRequestError == HttpRequestError.SecureConnectionError => "EOF",
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

    // What the other side says against the handshake: OpenSSL's words for an alert, and Go's.
    private static string? TlsAlert(Exception failure)
    {
        for (var e = failure; e is not null; e = e.InnerException)
        {
            foreach (var (openssl, go) in Alerts)
            {
                if (e.Message.Contains("alert " + openssl, StringComparison.Ordinal)) return go;
            }
        }

        return null;
    }

    private static readonly (string OpenSsl, string Go)[] Alerts =
    [
        ("handshake failure", "handshake failure"),
        ("bad certificate", "bad certificate"),
        ("unsupported certificate", "unsupported certificate"),
        ("certificate revoked", "revoked certificate"),
        ("certificate expired", "expired certificate"),
        ("certificate unknown", "unknown certificate"),
        ("certificate required", "certificate required"),
        ("unknown ca", "unknown certificate authority"),
        ("access denied", "access denied"),
        ("protocol version", "protocol version not supported"),
        ("insufficient security", "insufficient security level"),
        ("internal error", "internal error"),
        ("unrecognized name", "unrecognized name"),
        ("no application protocol", "no application protocol"),
    ];
}
