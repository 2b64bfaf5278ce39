using Kybernet.KubeProxy.Rules;
using Kybernet.Linux.Nftables;

namespace Kybernet.KubeProxy.Syncing;

/// <summary>The proxy's table in the kernel, and what is known to be in it. Not for calls from several threads at once.</summary>
/// <param name="table">The table.</param>
/// <param name="nft">The packet filter.</param>
/// <param name="time">The clock.</param>
internal sealed class RuleTable(NftTable table, Nft nft, TimeProvider time)
{
    private readonly RetiringChains _retiring = new();
    private RuleSet? _applied; // null: what is in the table is not known

    /// <summary>When the table should be brought up to date even if nothing changes; null for never.</summary>
    public DateTimeOffset? NextRemoval => _retiring.NextRemoval;

    /// <summary>
    /// Makes the table hold <paramref name="wanted"/>, in one transaction: the difference, or all when it is not known what it holds.
    /// </summary>
    /// <returns>How many commands that took; 0 when all was so already.</returns>
    /// <exception cref="NftException">It was refused; the table is as it was, and is replaced next time.</exception>
    public async Task<int> ApplyAsync(RuleSet wanted, CancellationToken cancellation)
    {
        if (_applied is null) _retiring.Clear();
        var target = _applied is null ? wanted : _retiring.Keep(_applied, wanted, time.GetUtcNow());
        var transaction = _applied is null ? RuleSetDiff.Replace(table, target) : RuleSetDiff.Between(table, _applied, target);
        // Unless all goes well it is not known what happened: we may be cancelled after the kernel has agreed.
        _applied = null;
        await nft.ApplyAsync(transaction, cancellation);
        _applied = target;
        return transaction.Count;
    }

    /// <summary>Whether the table is there at all. If not, it is made anew next time.</summary>
    public async Task<bool> ExistsAsync(CancellationToken cancellation)
    {
        var exists = await nft.TableExistsAsync(table, cancellation);
        if (!exists) _applied = null;
        return exists;
    }

    /// <summary>What in the table is not as it was left, in words; null when all is well. If not, it is made anew next time.</summary>
    public async Task<string?> CompareAsync(CancellationToken cancellation)
    {
        if (_applied is null) return "its content is not known";
        using var listing = await nft.ListTableAsync(table, cancellation);
        var difference = listing is null ? "it is gone" : TableComparison.FirstDifference(listing, _applied);
        if (difference is not null) _applied = null;
        return difference;
    }

    /// <summary>Removes the table with all that is in it.</summary>
    public async Task RemoveAsync(CancellationToken cancellation)
    {
        _applied = null;
        await nft.ApplyAsync(new NftTransaction(table).RemoveTable(), cancellation);
    }
}
