using System.Net.Sockets;
using System.Security.Authentication;
using Kybernet.ApiServer.Connect;

namespace Kybernet.ApiServer.Tests.Connect;

/// <summary>Why nobody could be asked, in Go's words.</summary>
public sealed class DialFailureTests
{
    private static readonly Uri Target = new("https://10.0.0.1:10250/x");

    [Theory]
    [InlineData("error:0A000412:SSL routines::ssl/tls alert bad certificate", "remote error: tls: bad certificate")]
    [InlineData("error:0A000418:SSL routines::tlsv1 alert unknown ca", "remote error: tls: unknown certificate authority")]
    [InlineData("error:0A00045C:SSL routines::tlsv13 alert certificate required", "remote error: tls: certificate required")]
    [InlineData("error:0A00042E:SSL routines::tlsv1 alert protocol version", "remote error: tls: protocol version not supported")]
    [InlineData("error:0A000415:SSL routines::ssl/tls alert certificate expired", "remote error: tls: expired certificate")]
    public void The_other_side_refuses(string openssl, string expected) => Assert.Equal(
        expected,
        Describe(new AuthenticationException("Authentication failed, see inner exception.", new IOException("SSL_ERROR_SSL", new InvalidOperationException(openssl)))));

    [Fact]
    public void The_other_side_is_not_believed() =>
        Assert.Equal("tls: failed to verify certificate: x509: certificate signed by unknown authority", Describe(new UntrustedServerException("x509: certificate signed by unknown authority")));

    [Fact]
    public void The_other_side_hangs_up() => Assert.Equal("EOF", Describe(new IOException("Received an unexpected EOF or 0 bytes from the transport stream.")));

    [Fact]
    public void Nobody_is_there() =>
        Assert.Equal("dial tcp 10.0.0.1:10250: connect: connection refused", Describe(new SocketException((int)SocketError.ConnectionRefused)));

    private static string Describe(Exception cause) =>
        DialFailure.Describe(Target, new HttpRequestException(HttpRequestError.SecureConnectionError, "failed", cause));
}
