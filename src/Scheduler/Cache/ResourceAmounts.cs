using System.Collections.Immutable;
using Kybernet.Api;

namespace Kybernet.Scheduler.Cache;

/// <summary>Amounts of a node's resources, as numbers that are quick to add and compare (upstream's framework.Resource).</summary>
/// <param name="MilliCpu">Thousandths of a core.</param>
/// <param name="Memory">Bytes.</param>
/// <param name="EphemeralStorage">Bytes.</param>
/// <param name="Others">Extended resources and huge pages by name.</param>
internal sealed record ResourceAmounts(
    long MilliCpu, long Memory, long EphemeralStorage, ImmutableSortedDictionary<string, long> Others)
{
    private static readonly ImmutableSortedDictionary<string, long> NoOthers = ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal);

    /// <summary>Nothing.</summary>
    public static ResourceAmounts None { get; } = new(0, 0, 0, NoOthers);

    /// <summary>Reads a resource list; the number of pods is no amount of this kind.</summary>
    public static ResourceAmounts From(KubeMap<Quantity> list)
    {
        long cpu = 0, memory = 0, storage = 0;
        var others = NoOthers;
        foreach (var (name, amount) in list)
        {
            switch (name)
            {
                case "cpu": cpu = amount.MilliValue; break;
                case "memory": memory = amount.Value; break;
                case "ephemeral-storage": storage = amount.Value; break;
                case "pods": break;
                default: others = others.SetItem(name, amount.Value); break;
            }
        }

        return new ResourceAmounts(cpu, memory, storage, others);
    }

    /// <summary>The sum.</summary>
    public ResourceAmounts Plus(ResourceAmounts other) => Combine(other, 1);

    /// <summary>The difference.</summary>
    public ResourceAmounts Minus(ResourceAmounts other) => Combine(other, -1);

    private ResourceAmounts Combine(ResourceAmounts other, int sign)
    {
        var others = Others;
        foreach (var (name, amount) in other.Others) others = others.SetItem(name, others.GetValueOrDefault(name) + sign * amount);
        return new ResourceAmounts(
            MilliCpu + sign * other.MilliCpu, Memory + sign * other.Memory, EphemeralStorage + sign * other.EphemeralStorage, others);
    }
}
