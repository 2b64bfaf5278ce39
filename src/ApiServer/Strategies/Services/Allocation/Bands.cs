using System.Buffers.Binary;
using Kybernet.Base;

namespace Kybernet.ApiServer.Strategies.Services.Allocation;

/// <summary>
/// A range of numbers in two parts: the lower is kept for those who ask for a certain number, the upper is given out by chance,
/// and the lower too when the upper is full (upstream's static and dynamic bands, KEP-3070 and KEP-3668).
/// </summary>
internal static class Bands
{
    /// <summary>How many of the lowest numbers to keep for those who ask: one in <paramref name="divisor"/>, within bounds; none of a small range.</summary>
    public static UInt128 Reserved(UInt128 size, int divisor, int least, int most) =>
        size <= (UInt128)least ? 0 : UInt128.Clamp(size / (UInt128)divisor, (UInt128)least, (UInt128)most);

    /// <summary>All numbers from 0 on, each once, in the order in which to try them.</summary>
    /// <param name="size">How many there are.</param>
    /// <param name="reserved">How many belong to the lower part.</param>
    /// <param name="random">Where to begin in each part.</param>
    public static IEnumerable<UInt128> InOrder(UInt128 size, UInt128 reserved, RandomSource random)
    {
        foreach (var (from, to) in ((UInt128, UInt128)[])[(reserved, size), (0, reserved)])
        {
            if (to <= from) continue;
            var start = from + Below(to - from, random);
            for (var number = start; number < to; number++) yield return number;
            for (var number = from; number < start; number++) yield return number;
        }
    }

    private static UInt128 Below(UInt128 bound, RandomSource random)
    {
        if (bound <= int.MaxValue) return (UInt128)random.Next((int)bound);
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes) % bound;
    }
}
