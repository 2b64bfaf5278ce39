namespace Kybernet.Host.Flags;

/// <summary>What a command line says: for each flag its value, or its default.</summary>
internal sealed class FlagValues(IReadOnlyDictionary<string, object?> given)
{
    /// <summary>The flag's value.</summary>
    public T Get<T>(Flag<T> flag) => (T)(given.TryGetValue(flag.Name, out var value) ? value : flag.Default)!;

    /// <summary>Whether the flag is on the command line.</summary>
    public bool Has(Flag flag) => given.ContainsKey(flag.Name);
}
