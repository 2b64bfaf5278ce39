using Kybernet.Storage;

namespace Kybernet.ApiServer.Pipeline.Writing;

/// <summary>What is taken together with the write of an object, and what became of it.</summary>
/// <param name="takes">Keys that must not be there yet, and their values.</param>
internal sealed class WriteClaim(IReadOnlyList<Operation.Put> takes)
{
    /// <summary>Keys that must not be there yet, and their values.</summary>
    public IReadOnlyList<Operation.Put> Takes => takes;

    /// <summary>
    /// Whether the write failed for what it takes or gives back alone, which somebody else was faster to change: with another claim
    /// it may succeed.
    /// </summary>
    public bool IsLost { get; private set; }

    /// <summary>The keys that somebody else has.</summary>
    public IReadOnlyCollection<StoreKey> Lost { get; private set; } = [];

    /// <summary>The write failed, and the object was as expected.</summary>
    /// <param name="lost">The keys to be taken that are there.</param>
    public void Lose(IReadOnlyCollection<StoreKey> lost) => (IsLost, Lost) = (true, lost);
}
