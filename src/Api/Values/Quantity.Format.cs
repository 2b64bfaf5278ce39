using System.Globalization;
using System.Numerics;
using System.Text;

namespace Kybernet.Api;

public readonly partial struct Quantity
{
    /// <summary>
    /// Writes upstream's canonical form: no fraction, the largest suffix that allows it.
    /// </summary>
    /// <returns>False if <paramref name="utf8"/> is too short; 64 bytes hold every quantity below 10^36.</returns>
    public bool TryFormat(Span<byte> utf8, out int written)
    {
        if (_rest is string spelling) return Encoding.ASCII.TryGetBytes(spelling, utf8, out written);
        if (IsZero) return "0"u8.TryCopyTo(utf8) ? (written = 1) > 0 : (written = 0) > 0;

        var (number, exponent) = AsCanonical(out var binary);
        Span<byte> suffix = stackalloc byte[8];
        var suffixLength = binary ? QuantitySuffix.WriteBinary(exponent, suffix)
            : Format == QuantityFormat.DecimalExponent ? WriteExponent(exponent, suffix)
            : QuantitySuffix.WriteDecimal(exponent, suffix);
        if (!TryWrite(number, utf8, out written) || !suffix[..suffixLength].TryCopyTo(utf8[written..])) return false;
        written += suffixLength;
        return true;
    }

    /// <summary>The canonical form (see <see cref="TryFormat"/>).</summary>
    public override string ToString()
    {
        if (_rest is string spelling) return spelling;
        Span<byte> text = stackalloc byte[64];
        int length;
        while (!TryFormat(text, out length)) text = new byte[text.Length * 4];
        return Encoding.ASCII.GetString(text[..length]);
    }

    // A number and the power of 1024 (binary) or 10 (otherwise) that it counts.
    private (BigInteger Number, int Exponent) AsCanonical(out bool binary)
    {
        binary = false;
        if (Format == QuantityFormat.BinarySI && !IsBelow1024())
        {
            var whole = Rescale(Mantissa, _scale, 0, out binary);
            if (binary) return StripFactors(whole, 1024, 0, QuantitySuffix.LargestBinary);
        }

        // All zeros go into the exponent, then back until it is a multiple of three that has a letter.
        var (number, exponent) = StripFactors(Mantissa, 10, _scale, int.MaxValue);
        var limit = Format == QuantityFormat.DecimalExponent ? int.MaxValue : QuantitySuffix.LargestDecimal;
        while (exponent % 3 != 0 || exponent > limit) (number, exponent) = (number * 10, exponent - 1);
        return (number, exponent);
    }

    private bool IsBelow1024() => this < new Quantity(1024) && this > new Quantity(-1024);

    private static (BigInteger Number, int Exponent) StripFactors(BigInteger number, int factor, int exponent, int limit)
    {
        if (number >= long.MinValue && number <= long.MaxValue)
        {
            var small = (long)number;
            while (small % factor == 0 && exponent < limit) (small, exponent) = (small / factor, exponent + 1);
            return (small, exponent);
        }

        while (exponent < limit && BigInteger.DivRem(number, factor) is { Remainder.IsZero: true, Quotient: var quotient })
            (number, exponent) = (quotient, exponent + 1);
        return (number, exponent);
    }

    private static bool TryWrite(BigInteger number, Span<byte> utf8, out int written)
    {
        if (number >= long.MinValue && number <= long.MaxValue)
            return ((long)number).TryFormat(utf8, out written, default, CultureInfo.InvariantCulture);
        return Encoding.ASCII.TryGetBytes(number.ToString(CultureInfo.InvariantCulture), utf8, out written);
    }

    private static int WriteExponent(int exponent, Span<byte> target)
    {
        if (exponent == 0) return 0;
        target[0] = (byte)'e';
        exponent.TryFormat(target[1..], out var written, default, CultureInfo.InvariantCulture);
        return written + 1;
    }
}
