namespace Kybernet.Storage;

/// <summary>The keys from <see cref="Start"/> (included) to <see cref="End"/> (excluded).</summary>
/// <param name="Start">The first key of the range.</param>
/// <param name="End">The first key after the range; the empty key means that there is no upper bound.</param>
public readonly record struct KeyRange(StoreKey Start, StoreKey End)
{
    /// <summary>Every key.</summary>
    public static KeyRange All => default;

    /// <summary>Every key that begins with <paramref name="prefix"/>.</summary>
    public static KeyRange Prefix(StoreKey prefix) => new(prefix, prefix.PrefixEnd());

    /// <summary>Every key that begins with <paramref name="prefix"/>.</summary>
    public static KeyRange Prefix(string prefix) => Prefix(StoreKey.Parse(prefix));

    /// <summary>This one key.</summary>
    public static KeyRange Single(StoreKey key) => new(key, key.Next());

    /// <summary>Every key from <paramref name="key"/> on.</summary>
    public static KeyRange From(StoreKey key) => new(key, default);

    /// <summary>Whether no other key than <see cref="Start"/> can lie in it.</summary>
    public bool IsSingle => End.Length == Start.Length + 1 && End.Span[^1] == 0 && End.StartsWith(Start);

    /// <summary>Whether the range lets <paramref name="key"/> in.</summary>
    public bool Contains(StoreKey key) => Start <= key && EndsAfter(key);

    /// <summary>Whether the two ranges have a key in common.</summary>
    public bool Overlaps(KeyRange other) => EndsAfter(other.Start) && other.EndsAfter(Start);

    internal bool EndsAfter(StoreKey key) => End.IsEmpty || key < End;
}
