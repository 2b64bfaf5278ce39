using System.Text;

namespace Kybernet.Cluster.Bench.Api;

/// <summary>A path or body that is encoded once and gets another number for each request.</summary>
internal sealed class NumberedText
{
    private readonly byte[] _bytes;
    private readonly int _first;
    private readonly int _digits;

    /// <param name="text">The text, with one run of # where the number goes.</param>
    public NumberedText(string text)
        : this(Encoding.ASCII.GetBytes(text))
    {
    }

    /// <param name="bytes">The same as bytes, protobuf for one: the number's length is always the same, so what says lengths stays true.</param>
    public NumberedText(byte[] bytes)
    {
        _bytes = bytes;
        _first = Array.IndexOf(bytes, (byte)'#');
        _digits = Array.LastIndexOf(bytes, (byte)'#') - _first + 1;
    }

    /// <summary>The bytes as they are now, good until the next call.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>The bytes with the number in them, filled up with zeros; good until the next call.</summary>
    public ReadOnlyMemory<byte> With(long number)
    {
        for (var at = _first + _digits - 1; at >= _first; at--, number /= 10) _bytes[at] = (byte)('0' + number % 10);
        return _bytes;
    }
}
