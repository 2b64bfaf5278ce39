using Kybernet.Base;

namespace Kybernet.ApiServer.Strategies.Services.Allocation;

/// <summary>The ports that are opened on every node for Services that ask for it.</summary>
/// <param name="First">The first.</param>
/// <param name="Last">The last.</param>
internal sealed record NodePortRange(int First, int Last)
{
    /// <summary>Whether Services may have the port.</summary>
    public bool Contains(int port) => port >= First && port <= Last;

    /// <summary>The ports in the order in which to try them for a Service that asks for none.</summary>
    public IEnumerable<int> Candidates(RandomSource random)
    {
        var size = (UInt128)(Last - First + 1);
        return Bands.InOrder(size, Bands.Reserved(size, 32, 16, 128), random).Select(n => First + (int)n);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{First}-{Last}";
}
