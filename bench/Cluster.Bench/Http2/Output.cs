namespace Kybernet.Cluster.Bench.Http2;

/// <summary>Bytes that wait to be written; one batch is filled while the other is on its way. Not safe for several threads.</summary>
internal sealed class Output
{
    private byte[] _filling = new byte[64 << 10];
    private byte[] _leaving = new byte[64 << 10];
    private int _count;

    public bool IsEmpty => _count == 0;

    /// <summary>Room for so many bytes; what is not used is given back with <see cref="Return"/>.</summary>
    public Span<byte> Reserve(int length)
    {
        if (_filling.Length - _count < length) Array.Resize(ref _filling, Math.Max(_filling.Length * 2, _count + length));
        var room = _filling.AsSpan(_count, length);
        _count += length;
        return room;
    }

    public void Return(int length) => _count -= length;

    public void Write(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Reserve(bytes.Length));

    /// <summary>All that waits. It is overwritten after the next take.</summary>
    public ReadOnlyMemory<byte> Take()
    {
        (_filling, _leaving) = (_leaving, _filling);
        var taken = _leaving.AsMemory(0, _count);
        _count = 0;
        return taken;
    }
}
