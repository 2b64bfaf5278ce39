namespace Kybernet.Scheduler.Framework;

/// <summary>The plugins of a scheduler, by where they have a say, in the order in which they are called.</summary>
/// <param name="schedulerName">Pods name it in spec.schedulerName.</param>
/// <param name="plugins">All plugins in order.</param>
internal sealed class Profile(string schedulerName, IReadOnlyList<IPlugin> plugins)
{
    /// <summary>The name of the scheduler.</summary>
    public string SchedulerName { get; } = schedulerName;

    public IReadOnlyList<IPreEnqueuePlugin> PreEnqueue { get; } = [.. plugins.OfType<IPreEnqueuePlugin>()];

    public IQueueSortPlugin QueueSort { get; } = plugins.OfType<IQueueSortPlugin>().Single();

    public IReadOnlyList<IPreFilterPlugin> PreFilter { get; } = [.. plugins.OfType<IPreFilterPlugin>()];

    public IReadOnlyList<IFilterPlugin> Filter { get; } = [.. plugins.OfType<IFilterPlugin>()];

    public IReadOnlyList<IPostFilterPlugin> PostFilter { get; } = [.. plugins.OfType<IPostFilterPlugin>()];

    public IReadOnlyList<IScorePlugin> Score { get; } = [.. plugins.OfType<IScorePlugin>()];

    public IReadOnlyList<IReservePlugin> Reserve { get; } = [.. plugins.OfType<IReservePlugin>()];

    public IReadOnlyList<IPermitPlugin> Permit { get; } = [.. plugins.OfType<IPermitPlugin>()];

    public IReadOnlyList<IPreBindPlugin> PreBind { get; } = [.. plugins.OfType<IPreBindPlugin>()];

    public IReadOnlyList<IBindPlugin> Bind { get; } = [.. plugins.OfType<IBindPlugin>()];

    public IReadOnlyList<IPostBindPlugin> PostBind { get; } = [.. plugins.OfType<IPostBindPlugin>()];
}
