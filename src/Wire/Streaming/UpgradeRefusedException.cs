namespace Kybernet.Wire.Streaming;

/// <summary>
/// A request to switch protocols was answered, or is to be answered, with an ordinary HTTP response.
/// </summary>
/// <param name="statusCode">The HTTP status.</param>
/// <param name="message">What is said about it.</param>
/// <param name="inner">What failed here, when it is no answer of the other side.</param>
public sealed class UpgradeRefusedException(int statusCode, string message, Exception? inner = null) : IOException(message, inner)
{
    /// <summary>The HTTP status.</summary>
    public int StatusCode { get; } = statusCode;
}
