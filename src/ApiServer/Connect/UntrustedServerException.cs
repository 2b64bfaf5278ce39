using System.Security.Authentication;

namespace Kybernet.ApiServer.Connect;

/// <summary>A server's certificate is not believed.</summary>
/// <param name="reason">Why, in the words of Go's crypto/x509.</param>
internal sealed class UntrustedServerException(string reason) : AuthenticationException("failed to verify certificate: " + reason);
