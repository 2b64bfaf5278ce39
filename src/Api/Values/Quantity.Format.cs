using System.Globalization;
using System.Numerics;
using System.Text;

namespace Kybernet.Api;

public readonly partial struct Quantity
{
    // Stays within 64 bits when WriteDecimal multiplies it by up to 100 again.
    private const long SmallMantissa = 10_000_000_000_000_000;

    /// <summary>
    /// Writes upstream's canonical form: no fraction, the largest suffix that allows it.
    /// </summary>
    /// <returns>False if <paramref name="utf8"/> is too short; 64 bytes hold every quantity below 10^36.</returns>
    public bool TryFormat(Span<byte> utf8, out int written)
    {
        if (_rest is string spelling) return Encoding.ASCII.TryGetBytes(spelling, utf8, out written);
        if (IsZero) return 0.TryFormat(utf8, out written, default, CultureInfo.InvariantCulture);

        // Nearly every quantity is small; the rest goes the same way in wide arithmetic.
        var binary = Format == QuantityFormat.BinarySI && !IsBelow1024();
        if (_rest is null && _scale is >= Nano and <= QuantitySuffix.LargestDecimal && _mantissa is > -SmallMantissa and < SmallMantissa && !(binary && _scale != 0))
            return binary ? WriteBinary(_mantissa, utf8, out written) : WriteDecimal(_mantissa, utf8, out written);

        var whole = binary ? Rescale(Mantissa, _scale, 0, out binary) : default;
        return binary ? WriteBinary(whole, utf8, out written) : WriteDecimal(Mantissa, utf8, out written);
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

    private bool IsBelow1024() => this < new Quantity(1024) && this > new Quantity(-1024);

    private static bool WriteBinary<T>(T number, Span<byte> utf8, out int written) where T : IBinaryInteger<T>
    {
        var power = 0;
        StripFactors(ref number, T.CreateChecked(1024), ref power, QuantitySuffix.LargestBinary);
        Span<byte> suffix = stackalloc byte[2];
        return Join(number, suffix[..QuantitySuffix.WriteBinary(power, suffix)], utf8, out written);
    }

    // All zeros go into the exponent, then back until it is a multiple of three that has a letter.
    private bool WriteDecimal<T>(T number, Span<byte> utf8, out int written) where T : IBinaryInteger<T>
    {
        int exponent = _scale;
        StripFactors(ref number, T.CreateChecked(10), ref exponent, int.MaxValue);
        var limit = Format == QuantityFormat.DecimalExponent ? int.MaxValue : QuantitySuffix.LargestDecimal;
        for (; exponent % 3 != 0 || exponent > limit; exponent--) number *= T.CreateChecked(10);

        Span<byte> suffix = stackalloc byte[8];
        var length = Format == QuantityFormat.DecimalExponent ? WriteExponent(exponent, suffix) : QuantitySuffix.WriteDecimal(exponent, suffix);
        return Join(number, suffix[..length], utf8, out written);
    }

    private static void StripFactors<T>(ref T number, T factor, ref int exponent, int limit) where T : IBinaryInteger<T>
    {
        while (exponent < limit && T.DivRem(number, factor) is var (quotient, remainder) && T.IsZero(remainder))
            (number, exponent) = (quotient, exponent + 1);
    }

    private static bool Join<T>(T number, ReadOnlySpan<byte> suffix, Span<byte> utf8, out int written) where T : IBinaryInteger<T>
    {
        if (!number.TryFormat(utf8, out written, default, CultureInfo.InvariantCulture) || !suffix.TryCopyTo(utf8[written..])) return false;
        written += suffix.Length;
        return true;
    }

    private static int WriteExponent(int exponent, Span<byte> target)
    {
        if (exponent == 0) return 0;
        target[0] = (byte)'e';
        exponent.TryFormat(target[1..], out var written, default, CultureInfo.InvariantCulture);
        return written + 1;
    }
}
