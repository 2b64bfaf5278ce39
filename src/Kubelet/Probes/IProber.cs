using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Runtime;

namespace Kybernet.Kubelet.Probes;

/// <summary>Asks a container once.</summary>
internal interface IProber
{
    /// <summary>Runs one probe to its end or its timeout.</summary>
    /// <returns>Success or Failure with what was said; Unknown when the probe itself could not be made.</returns>
    Task<ProbeAnswer> ProbeAsync(ProbeTarget target, CancellationToken cancellation);
}

/// <summary>Which container is asked, and how.</summary>
/// <param name="Pod">Its pod.</param>
/// <param name="Container">Its spec.</param>
/// <param name="Running">It, in the runtime.</param>
/// <param name="PodIp">Where it is reached; empty when the pod has no address.</param>
/// <param name="Probe">The probe.</param>
/// <param name="Kind">Which of the three it is.</param>
internal sealed record ProbeTarget(
    Pod Pod, Container Container, RuntimeContainer Running, string PodIp, Probe Probe, ProbeKind Kind);

/// <summary>What one probe brought.</summary>
/// <param name="Result">Success, Failure, or Unknown when the probe could not be made.</param>
/// <param name="Output">What it said, for the event.</param>
internal sealed record ProbeAnswer(ProbeResult Result, string Output);
