namespace Kybernet.Storage.Tests.Linearizability;

/// <summary>
/// Something that a client did to one key, taken as a register. What is written is a number of its own each time; 0 says that the key
/// does not exist.
/// </summary>
/// <param name="Key">The register.</param>
/// <param name="Called">When it was asked for, by a clock that counts calls and answers.</param>
/// <param name="Answered">When it was answered; <see cref="Never"/> when its outcome is unknown.</param>
internal sealed record RegisterOperation(string Key, long Called, long Answered)
{
    public const long Never = long.MaxValue;

    /// <summary>What it is to write; null for a read.</summary>
    public int? Written { get; init; }

    /// <summary>What must be there for the write to be done; null for anything.</summary>
    public int? Expected { get; init; }

    /// <summary>Whether the write was done; false when something else was there than expected.</summary>
    public bool Succeeded { get; init; } = true;

    /// <summary>What was there, by the answer.</summary>
    public int Observed { get; init; }

    public bool IsUnknown => Answered == Never;

    /// <summary>What is there after it, if it can be done when <paramref name="present"/> is there; null if its answer contradicts that.</summary>
    public int? After(int present)
    {
        var holds = Expected is null || Expected == present;
        if (IsUnknown) return holds ? Written : present;
        if (Observed != present || holds != Succeeded) return null;
        return Succeeded && Written is { } written ? written : present;
    }
}
