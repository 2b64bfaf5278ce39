namespace Kybernet.Api;

/// <summary>How a <see cref="Quantity"/> is spelled; arithmetic keeps the spelling of its left side.</summary>
public enum QuantityFormat : byte
{
    /// <summary>A power of ten as an exponent: <c>12e6</c>. Also what a bare zero has.</summary>
    DecimalExponent,

    /// <summary>Powers of 1024: <c>12Mi</c>.</summary>
    BinarySI,

    /// <summary>Powers of 1000: <c>12M</c>.</summary>
    DecimalSI,
}
