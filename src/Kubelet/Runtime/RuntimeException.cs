namespace Kybernet.Kubelet.Runtime;

/// <summary>The runtime refused or failed.</summary>
/// <param name="message">As upstream puts it into events and statuses: <c>rpc error: code = … desc = …</c>.</param>
/// <param name="detail">The runtime's own words alone.</param>
/// <param name="inner">Where it came from.</param>
internal sealed class RuntimeException(string message, string? detail = null, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The runtime's own words, without the code.</summary>
    public string Detail { get; } = detail ?? message;
}
