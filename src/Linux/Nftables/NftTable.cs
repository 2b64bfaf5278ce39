namespace Kybernet.Linux.Nftables;

/// <summary>A table of the kernel's packet filter. A component keeps to a table of its own and touches nobody else's.</summary>
/// <param name="Family">"ip", "ip6" or "inet".</param>
/// <param name="Name">Letters, digits, '-', '_', '.', '/'; a letter first.</param>
public sealed record NftTable(string Family, string Name)
{
    /// <summary>As nft's language names it: "ip NAME".</summary>
    public override string ToString() => $"{Family} {Name}";
}
