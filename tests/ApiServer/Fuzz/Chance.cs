namespace Kybernet.ApiServer.Tests.Fuzz;

/// <summary>Chance that comes back with its seed.</summary>
internal sealed class Chance(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>The seed of one request of a run, so that it can be made without those before it.</summary>
    public static Chance Of(int run, int index) => new(unchecked((run * 1_000_003) ^ (index * 7919)));

    public int Below(int limit) => _random.Next(limit);

    public bool OneIn(int count) => _random.Next(count) == 0;

    public T Pick<T>(IReadOnlyList<T> choices) => choices[_random.Next(choices.Count)];

    public string Pick(params ReadOnlySpan<string> choices) => choices[_random.Next(choices.Length)];

    public long Long() => _random.NextInt64(long.MinValue, long.MaxValue);

    public double Double() => _random.NextDouble();

    public byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }
}
