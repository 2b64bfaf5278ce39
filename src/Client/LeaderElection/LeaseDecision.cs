using Kybernet.Api.Coordination.V1;

namespace Kybernet.Client;

/// <summary>What a candidate makes of the lease as it finds it. Pure.</summary>
internal static class LeaseDecision
{
    /// <summary>
    /// The lease's next state, or null when somebody else leads.
    /// </summary>
    /// <param name="current">The lease as the API has it.</param>
    /// <param name="options">Who we are.</param>
    /// <param name="observed">When, by our own clock, we saw its state for the first time: clocks of others are not trusted.</param>
    /// <param name="now">By our own clock.</param>
    public static LeaseSpec? Next(LeaseSpec current, LeaderElectorOptions options, DateTimeOffset observed, DateTimeOffset now)
    {
        var isOurs = current.HolderIdentity == options.Identity;
        var isHeld = !string.IsNullOrEmpty(current.HolderIdentity);
        var duration = TimeSpan.FromSeconds(current.LeaseDurationSeconds ?? 0);
        if (isHeld && !isOurs && observed + duration > now) return null;
        return new LeaseSpec
        {
            HolderIdentity = options.Identity,
            LeaseDurationSeconds = (int)options.LeaseDuration.TotalSeconds,
            AcquireTime = isOurs ? current.AcquireTime : now,
            RenewTime = now,
            LeaseTransitions = (current.LeaseTransitions ?? 0) + (isOurs ? 0 : 1),
        };
    }

    /// <summary>A lease that nobody has had before.</summary>
    public static LeaseSpec First(LeaderElectorOptions options, DateTimeOffset now) => new()
    {
        HolderIdentity = options.Identity,
        LeaseDurationSeconds = (int)options.LeaseDuration.TotalSeconds,
        AcquireTime = now,
        RenewTime = now,
        LeaseTransitions = 0,
    };

    /// <summary>The lease given back: free for anybody after a second.</summary>
    public static LeaseSpec Released(LeaseSpec current, DateTimeOffset now) => new()
    {
        HolderIdentity = "",
        LeaseDurationSeconds = 1,
        AcquireTime = now,
        RenewTime = now,
        LeaseTransitions = current.LeaseTransitions,
    };
}
