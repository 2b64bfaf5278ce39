namespace Kybernet.KubeProxy.Rules;

/// <summary>A set or a map of the table.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Of its elements: "ipv4_addr", or for a map "… : verdict".</param>
/// <param name="Flags">nft's flags; a set that is "dynamic" is filled by the kernel as packets come.</param>
/// <param name="Comment">What it is for.</param>
internal sealed record ElementSet(string Name, string Type, string? Flags = null, string? Comment = null)
{
    public bool IsMap => Type.Contains(':', StringComparison.Ordinal);
}

/// <summary>An element of a set or map.</summary>
/// <param name="Key">For example "10.96.0.1 . tcp . 443".</param>
/// <param name="Value">Of a map: what happens, for example "goto reject-chain"; null in a set.</param>
/// <param name="Comment">Whose it is.</param>
internal sealed record RuleElement(string Key, string? Value, string? Comment);
