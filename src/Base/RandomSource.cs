namespace Kybernet.Base;

/// <summary>
/// Where chance comes from: uids, name suffixes, jitter. Seeded, so that a simulation can be replayed; safe for use by
/// several threads at once.
/// </summary>
/// <param name="seed">The seed. The same seed gives the same sequence.</param>
public sealed class RandomSource(int seed)
{
    private readonly Random _random = new(seed);
    private readonly Lock _lock = new();
    private readonly SimulatedThread? _one;

    /// <param name="seed">The seed.</param>
    /// <param name="one">Told of other threads that want a number: what they get would depend on who comes first.</param>
    internal RandomSource(int seed, SimulatedThread one) : this(seed) => _one = one;

    /// <summary>A source seeded from the operating system.</summary>
    public static RandomSource FromSystem() =>
        new(System.Security.Cryptography.RandomNumberGenerator.GetInt32(int.MaxValue));

    /// <summary>A number from 0 to <paramref name="exclusiveMax"/> - 1.</summary>
    public int Next(int exclusiveMax)
    {
        _one?.Check("chance is asked");
        lock (_lock) return _random.Next(exclusiveMax);
    }

    /// <summary>A number in [0, 1).</summary>
    public double NextDouble()
    {
        _one?.Check("chance is asked");
        lock (_lock) return _random.NextDouble();
    }

    /// <summary>Fills <paramref name="buffer"/> with random bytes. Not for secrets.</summary>
    public void NextBytes(Span<byte> buffer)
    {
        _one?.Check("chance is asked");
        lock (_lock) _random.NextBytes(buffer);
    }

    /// <summary>A random (version 4) UUID in its 36-character form, as object uids are.</summary>
    public string NextUid()
    {
        Span<byte> bytes = stackalloc byte[16];
        NextBytes(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString("D");
    }

    /// <summary>A random suffix in the alphabet of upstream's generated names (no vowels, no look-alikes).</summary>
    public string NextSuffix(int length) =>
        string.Create(length, this, static (span, self) =>
        {
            const string alphabet = "bcdfghjklmnpqrstvwxz2456789";
            foreach (ref var c in span) c = alphabet[self.Next(alphabet.Length)];
        });

    /// <summary>
    /// <paramref name="duration"/> lengthened by a random part of up to <paramref name="maxFactor"/> times itself
    /// (upstream's wait.Jitter).
    /// </summary>
    public TimeSpan Jitter(TimeSpan duration, double maxFactor) => duration + duration * (NextDouble() * maxFactor);
}
