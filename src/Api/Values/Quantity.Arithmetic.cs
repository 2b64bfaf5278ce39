using System.Numerics;

namespace Kybernet.Api;

public readonly partial struct Quantity
{
    /// <summary>The exact sum; a zero on the left takes the spelling of the right.</summary>
    public static Quantity operator +(Quantity left, Quantity right)
    {
        var format = left.IsZero ? right.Format : left.Format;
        if (left._scale == right._scale && left._rest is not BigInteger && right._rest is not BigInteger)
        {
            var sum = (Int128)left._mantissa + right._mantissa;
            if (sum == (long)sum) return new Quantity((long)sum, left._scale, format);
        }

        var (a, b, scale) = Align(left, right);
        return new Quantity(a + b, scale, format);
    }

    /// <summary>The exact difference; a zero on the left takes the spelling of the right.</summary>
    public static Quantity operator -(Quantity left, Quantity right) => left + -right;

    /// <summary>The number with its sign turned.</summary>
    public static Quantity operator -(Quantity value) =>
        value._rest is not BigInteger && value._mantissa != long.MinValue
            ? new Quantity(-value._mantissa, value._scale, value.Format)
            : new Quantity(-value.Mantissa, value._scale, value.Format);

    /// <summary>The exact product.</summary>
    public static Quantity operator *(Quantity left, long right) => new(left.Mantissa * right, left._scale, left.Format);

    /// <summary>The smaller of two.</summary>
    public static Quantity Min(Quantity left, Quantity right) => right < left ? right : left;

    /// <summary>The larger of two.</summary>
    public static Quantity Max(Quantity left, Quantity right) => right > left ? right : left;

    private static (BigInteger Left, BigInteger Right, int Scale) Align(Quantity left, Quantity right)
    {
        var scale = Math.Min(left._scale, right._scale);
        return (Rescale(left.Mantissa, left._scale, scale, out _), Rescale(right.Mantissa, right._scale, scale, out _), scale);
    }

    // mantissa * 10^from in units of 10^to, rounded away from zero.
    private static BigInteger Rescale(BigInteger mantissa, int from, int to, out bool exact)
    {
        exact = true;
        if (from >= to) return mantissa * BigInteger.Pow(10, from - to);
        var quotient = BigInteger.DivRem(mantissa, BigInteger.Pow(10, to - from), out var remainder);
        exact = remainder.IsZero;
        return quotient + remainder.Sign;
    }

    private static long DivideAwayFromZero(long value, long divisor)
    {
        var (quotient, remainder) = Math.DivRem(value, divisor);
        return quotient + Math.Sign(remainder);
    }

    private static long Saturate(Int128 value) =>
        value > long.MaxValue ? long.MaxValue : value < long.MinValue ? long.MinValue : (long)value;

    private static long Saturate(BigInteger value) =>
        value > long.MaxValue ? long.MaxValue : value < long.MinValue ? long.MinValue : (long)value;

    private static ReadOnlySpan<long> PowersOfTen =>
    [
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000,
        100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000,
        10_000_000_000_000_000, 100_000_000_000_000_000, 1_000_000_000_000_000_000,
    ];

    // 10^power for 0..18; wide, so that products with a mantissa do not overflow.
    private static Int128 Pow10(int power) => PowersOfTen[power];
}
