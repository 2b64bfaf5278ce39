namespace Kybernet.Scheduler.Framework;

/// <summary>What a plugin finds (upstream's framework.Status).</summary>
/// <param name="Code">How it is.</param>
/// <param name="Reasons">Why, in words that end up in the pod's condition.</param>
internal sealed record Verdict(VerdictCode Code, params IReadOnlyList<string> Reasons)
{
    /// <summary>Nothing stands against it.</summary>
    public static Verdict Success { get; } = new(VerdictCode.Success);

    /// <summary>The plugin has nothing to do with this pod.</summary>
    public static Verdict Skip { get; } = new(VerdictCode.Skip);

    /// <summary>Not now; it may change when pods go.</summary>
    public static Verdict Unschedulable(params IReadOnlyList<string> reasons) => new(VerdictCode.Unschedulable, reasons);

    /// <summary>Not now, and no pod's going would help.</summary>
    public static Verdict Unresolvable(params IReadOnlyList<string> reasons) => new(VerdictCode.UnschedulableAndUnresolvable, reasons);

    /// <summary>Whether the pod may go on.</summary>
    public bool IsSuccess => Code is VerdictCode.Success or VerdictCode.Skip;
}

/// <summary>The kinds of findings.</summary>
internal enum VerdictCode
{
    /// <summary>Nothing stands against it.</summary>
    Success,

    /// <summary>The plugin does not apply to the pod.</summary>
    Skip,

    /// <summary>The pod does not fit now.</summary>
    Unschedulable,

    /// <summary>The pod does not fit, whatever pods go.</summary>
    UnschedulableAndUnresolvable,
}
