using Kybernet.Api.Core.V1;
using Kybernet.Scheduler.Framework;

namespace Kybernet.Scheduler.Plugins;

/// <summary>Holds pods back as long as they have scheduling gates.</summary>
internal sealed class SchedulingGates : IPreEnqueuePlugin
{
    /// <inheritdoc/>
    public string Name => "SchedulingGates";

    /// <inheritdoc/>
    public Verdict PreEnqueue(Pod pod) => pod.Spec.SchedulingGates.Count == 0
        ? Verdict.Success
        : Verdict.Unresolvable($"waiting for scheduling gates: [{string.Join(' ', pod.Spec.SchedulingGates.Select(g => g.Name))}]");
}
