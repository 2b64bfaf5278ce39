namespace Kybernet.Wire.Streaming;

/// <summary>
/// A request to switch protocols was answered, or is to be answered, with an ordinary HTTP response.
/// </summary>
public sealed class UpgradeRefusedException(int statusCode, string message) : IOException(message)
{
    /// <summary>The HTTP status.</summary>
    public int StatusCode { get; } = statusCode;
}
