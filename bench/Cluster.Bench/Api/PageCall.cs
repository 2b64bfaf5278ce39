using System.Text;
using Kybernet.Cluster.Bench.Http2;

namespace Kybernet.Cluster.Bench.Api;

/// <summary>A page of a list, which says near its beginning where it goes on.</summary>
internal sealed class PageCall : Call
{
    // The metadata of the list come before its items.
    private readonly byte[] _beginning = new byte[2048];
    private int _length;

    /// <summary>What the page that came last says to go on with; empty after the last page, and before the first.</summary>
    public string Continue
    {
        get
        {
            var text = Encoding.ASCII.GetString(_beginning, 0, _length);
            const string marker = "\"continue\":\"";
            var items = text.IndexOf("\"items\"", StringComparison.Ordinal);
            var at = text.IndexOf(marker, StringComparison.Ordinal);
            if (at < 0 || (items >= 0 && items < at)) return "";
            at += marker.Length;
            return text[at..text.IndexOf('"', at)];
        }
    }

    protected override void OnHead() => _length = 0;

    protected override void OnData(ReadOnlySpan<byte> data)
    {
        var part = data[..Math.Min(data.Length, _beginning.Length - _length)];
        part.CopyTo(_beginning.AsSpan(_length));
        _length += part.Length;
    }
}
