using System.Numerics;

namespace Kybernet.Api;

/// <summary>
/// An exact fixed-point number with a unit suffix, such as <c>500m</c> or <c>1536Mi</c> (upstream's resource.Quantity).
/// Down to one billionth; finer fractions are rounded away from zero. Equality and order are by value, not by spelling.
/// </summary>
public readonly partial struct Quantity : IEquatable<Quantity>, IComparable<Quantity>
{
    // value = mantissa * 10^scale. Numbers too large for the mantissa keep it in _rest as a boxed BigInteger.
    // Some spellings that are not canonical survive a round trip upstream ("1.234"): _rest then holds that string.
    private readonly long _mantissa;
    private readonly object? _rest;
    private readonly short _scale;

    private Quantity(long mantissa, int scale, QuantityFormat format, string? spelling = null)
    {
        _mantissa = mantissa;
        _scale = (short)scale;
        Format = format;
        _rest = spelling;
    }

    private Quantity(BigInteger mantissa, int scale, QuantityFormat format)
    {
        _scale = (short)scale;
        Format = format;
        if (mantissa >= long.MinValue && mantissa <= long.MaxValue) _mantissa = (long)mantissa;
        else _rest = mantissa;
    }

    /// <summary>A whole number.</summary>
    public Quantity(long value, QuantityFormat format = QuantityFormat.DecimalSI) : this(value, 0, format)
    {
    }

    /// <summary>Zero, spelled <c>0</c>.</summary>
    public static Quantity Zero => default;

    /// <summary><paramref name="thousandths"/> / 1000, as CPU is counted.</summary>
    public static Quantity FromMilli(long thousandths, QuantityFormat format = QuantityFormat.DecimalSI) => new(thousandths, -3, format);

    /// <summary>The spelling this number prefers.</summary>
    public QuantityFormat Format { get; }

    /// <summary>-1, 0 or 1.</summary>
    public int Sign => _rest is BigInteger big ? big.Sign : Math.Sign(_mantissa);

    /// <summary>Whether this is zero in any spelling.</summary>
    public bool IsZero => Sign == 0;

    /// <summary>The number rounded away from zero to a whole one; beyond 64 bits the nearest that fits.</summary>
    public long Value => ScaledValue(0);

    /// <summary>The number in thousandths, rounded away from zero; beyond 64 bits the nearest that fits.</summary>
    public long MilliValue => ScaledValue(-3);

    private BigInteger Mantissa => _rest is BigInteger big ? big : _mantissa;

    /// <summary>The number in units of 10^<paramref name="scale"/>, rounded away from zero; saturates at 64 bits.</summary>
    public long ScaledValue(int scale)
    {
        var shift = _scale - scale;
        if (_rest is not BigInteger)
        {
            if (shift == 0 || _mantissa == 0) return _mantissa;
            if (shift is < 0 and > -19) return DivideAwayFromZero(_mantissa, (long)Pow10(-shift));
            if (shift is > 0 and < 19) return Saturate(_mantissa * Pow10(shift));
        }

        return Saturate(Rescale(Mantissa, _scale, scale, out _));
    }

    /// <summary>The number as the nearest double, for ratios and metrics.</summary>
    public double ToDouble() => _rest is BigInteger big ? (double)big * Math.Pow(10, _scale) : _scale switch
    {
        0 => _mantissa,
        < 0 and > -19 => _mantissa / (double)(long)Pow10(-_scale),
        _ => _mantissa * Math.Pow(10, _scale),
    };

    /// <summary>
    /// The number rounded away from zero to a multiple of 10^<paramref name="scale"/> (upstream's RoundUp; defaulting
    /// rounds resource lists to thousandths with it).
    /// </summary>
    public Quantity RoundUp(int scale) =>
        _scale >= scale ? this : new Quantity(Rescale(Mantissa, _scale, scale, out _), scale, Format);

    /// <inheritdoc/>
    public int CompareTo(Quantity other)
    {
        if (_rest is not BigInteger && other._rest is not BigInteger)
        {
            var shift = _scale - other._scale;
            if (shift == 0) return _mantissa.CompareTo(other._mantissa);
            if (shift is > 0 and < 19) return (_mantissa * Pow10(shift)).CompareTo(other._mantissa);
            if (shift is < 0 and > -19) return ((Int128)_mantissa).CompareTo(other._mantissa * Pow10(-shift));
        }

        var (left, right, _) = Align(this, other);
        return left.CompareTo(right);
    }

    /// <inheritdoc/>
    public bool Equals(Quantity other) => CompareTo(other) == 0;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Quantity other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        if (IsZero) return 0;
        var number = Mantissa;
        int exponent = _scale;
        StripFactors(ref number, 10, ref exponent, int.MaxValue);
        return HashCode.Combine(number, exponent);
    }

    /// <summary>By value.</summary>
    public static bool operator ==(Quantity left, Quantity right) => left.CompareTo(right) == 0;

    /// <summary>By value.</summary>
    public static bool operator !=(Quantity left, Quantity right) => left.CompareTo(right) != 0;

    /// <summary>By value.</summary>
    public static bool operator <(Quantity left, Quantity right) => left.CompareTo(right) < 0;

    /// <summary>By value.</summary>
    public static bool operator >(Quantity left, Quantity right) => left.CompareTo(right) > 0;

    /// <summary>By value.</summary>
    public static bool operator <=(Quantity left, Quantity right) => left.CompareTo(right) <= 0;

    /// <summary>By value.</summary>
    public static bool operator >=(Quantity left, Quantity right) => left.CompareTo(right) >= 0;
}
