namespace Kybernet.Kubelet.Runtime;

/// <summary>Whether the runtime can run pods.</summary>
/// <param name="RuntimeReady">It takes containers.</param>
/// <param name="NetworkReady">It has a pod network.</param>
/// <param name="Message">Why it is not ready; empty when it is.</param>
internal sealed record RuntimeReadiness(bool RuntimeReady, bool NetworkReady, string Message);
