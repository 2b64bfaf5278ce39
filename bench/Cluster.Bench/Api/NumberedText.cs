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
    {
        _bytes = Encoding.ASCII.GetBytes(text);
        _first = text.IndexOf('#', StringComparison.Ordinal);
        _digits = text.LastIndexOf('#') - _first + 1;
    }

    /// <summary>The bytes with the number in them, filled up with zeros; good until the next call.</summary>
    public ReadOnlyMemory<byte> With(long number)
    {
        for (var at = _first + _digits - 1; at >= _first; at--, number /= 10) _bytes[at] = (byte)('0' + number % 10);
        return _bytes;
    }
}
