using System.Buffers.Text;

namespace Kybernet.Api;

/// <summary>The unit suffixes of quantities and the powers that they stand for.</summary>
internal static class QuantitySuffix
{
    private const string Small = "num";
    private const string Large = "kMGTPE";
    private const string Binary = "KMGTPE";

    /// <summary>Reads a whole suffix; "" is 10^0.</summary>
    public static bool TryRead(ReadOnlySpan<byte> suffix, out int radix, out int exponent, out QuantityFormat format)
    {
        (radix, exponent, format) = (10, 0, QuantityFormat.DecimalSI);
        if (suffix.IsEmpty) return true;

        var letter = (char)suffix[0];
        if (suffix.Length == 1)
        {
            if (Small.IndexOf(letter) is >= 0 and var small) exponent = (small - 3) * 3;
            else if (Large.IndexOf(letter) is >= 0 and var large) exponent = (large + 1) * 3;
            return exponent != 0;
        }

        if (suffix.Length == 2 && suffix[1] == 'i' && Binary.IndexOf(letter) is >= 0 and var binary)
        {
            (radix, exponent, format) = (2, (binary + 1) * 10, QuantityFormat.BinarySI);
            return true;
        }

        format = QuantityFormat.DecimalExponent;
        var number = suffix[1..];
        return letter is 'e' or 'E' && Utf8Parser.TryParse(number, out exponent, out var used) && used == number.Length;
    }

    /// <summary>The largest power of 1000 that has a letter.</summary>
    public const int LargestDecimal = 18;

    /// <summary>The largest power of 1024 that has a letter.</summary>
    public const int LargestBinary = 6;

    /// <summary>Appends the suffix for 10^<paramref name="exponent"/>, a multiple of three from -9 to 18.</summary>
    public static int WriteDecimal(int exponent, Span<byte> target)
    {
        if (exponent == 0) return 0;
        target[0] = (byte)(exponent < 0 ? Small[exponent / 3 + 3] : Large[exponent / 3 - 1]);
        return 1;
    }

    /// <summary>Appends the suffix for 1024^<paramref name="power"/>, 0 to 6.</summary>
    public static int WriteBinary(int power, Span<byte> target)
    {
        if (power == 0) return 0;
        target[0] = (byte)Binary[power - 1];
        target[1] = (byte)'i';
        return 2;
    }
}
