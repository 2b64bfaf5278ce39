namespace Kybernet.Kubelet.Server;

/// <summary>What a request asks for cannot be had; nothing has been answered yet.</summary>
internal sealed class StreamRefusedException(int statusCode, string message) : Exception(message)
{
    /// <summary>The HTTP status code to answer with.</summary>
    public int StatusCode { get; } = statusCode;
}
