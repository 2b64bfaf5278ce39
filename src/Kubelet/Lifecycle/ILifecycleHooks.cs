using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Runtime;

namespace Kybernet.Kubelet.Lifecycle;

/// <summary>Runs what a container wants done right after its start and before its end.</summary>
internal interface ILifecycleHooks
{
    /// <summary>Runs one hook.</summary>
    /// <exception cref="HookException">It failed.</exception>
    Task RunAsync(Pod pod, Container container, RuntimePod runtime, string containerId, LifecycleHandler hook, CancellationToken cancellation);
}

/// <summary>A hook failed.</summary>
/// <param name="message">What it said.</param>
/// <param name="inner">Where it came from.</param>
internal sealed class HookException(string message, Exception? inner = null) : Exception(message, inner);
