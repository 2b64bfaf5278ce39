using Kybernet.Base;

namespace Kybernet.ApiServer.Strategies.Services;

/// <summary>
/// Hands out the numbers from 0 up to a bound, each once. What is asked for by number comes from anywhere; the rest comes
/// by chance from the upper part first, so that the lower part stays free for those who ask (upstream's static and dynamic
/// bands). Not safe for several threads.
/// </summary>
/// <param name="size">How many numbers there are.</param>
/// <param name="reserved">How many of the lowest are kept for those who ask.</param>
/// <param name="random">Chance.</param>
internal sealed class NumberAllocator(int size, int reserved, RandomSource random)
{
    private readonly HashSet<int> _taken = [];

    /// <summary>How many are taken.</summary>
    public int Count => _taken.Count;

    /// <summary>How many of the lowest to keep for those who ask: one in <paramref name="divisor"/>, within bounds.</summary>
    public static int Reserved(int size, int divisor, int least, int most) => least > size ? 0 : Math.Clamp(size / divisor, least, most);

    /// <summary>Takes a number; false: it is taken already.</summary>
    public bool TryTake(int number) => _taken.Add(number);

    /// <summary>Takes any number; null: all are taken.</summary>
    public int? TakeNext() => TakeBetween(reserved, size) ?? TakeBetween(0, reserved);

    /// <summary>Gives all back.</summary>
    public void Clear() => _taken.Clear();

    /// <summary>Gives a number back.</summary>
    public void Release(int number) => _taken.Remove(number);

    private int? TakeBetween(int from, int to)
    {
        var count = to - from;
        if (count <= 0 || _taken.Count >= size) return null;
        var start = random.Next(count);
        for (var i = 0; i < count; i++)
        {
            var number = from + ((start + i) % count);
            if (_taken.Add(number)) return number;
        }

        return null;
    }
}
