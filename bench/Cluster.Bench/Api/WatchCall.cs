using System.Buffers.Text;
using System.Diagnostics;
using Kybernet.Cluster.Bench.Http2;

namespace Kybernet.Cluster.Bench.Api;

/// <summary>A watch that counts its events and tells how old what they show is.</summary>
internal sealed class WatchCall : Call
{
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private byte[] _rest = new byte[4096];
    private int _kept;
    private long _events;
    private long _latest;

    /// <summary>Done when the watch has begun.</summary>
    public Task Open => _open.Task;

    /// <summary>Events so far.</summary>
    public long Events => Volatile.Read(ref _events);

    /// <summary>When the latest came.</summary>
    public long Latest => Volatile.Read(ref _latest);

    /// <summary>Of each event, how long after its write was sent it came.</summary>
    public List<double> Milliseconds { get; } = new(1 << 14);

    protected override void OnHead() => _open.TrySetResult();

    protected override void OnData(ReadOnlySpan<byte> data)
    {
        while (data.IndexOf((byte)'\n') is var end and >= 0)
        {
            if (_kept == 0)
            {
                Line(data[..end]);
            }
            else
            {
                Keep(data[..end]);
                Line(_rest.AsSpan(0, _kept));
                _kept = 0;
            }

            data = data[(end + 1)..];
        }

        Keep(data);
    }

    private void Keep(ReadOnlySpan<byte> part)
    {
        if (_kept + part.Length > _rest.Length) Array.Resize(ref _rest, Math.Max(_rest.Length * 2, _kept + part.Length));
        part.CopyTo(_rest.AsSpan(_kept));
        _kept += part.Length;
    }

    private void Line(ReadOnlySpan<byte> line)
    {
        var now = Stopwatch.GetTimestamp();
        var marker = "\"sent\":\""u8;
        var at = line.IndexOf(marker);
        if (at < 0 || !Utf8Parser.TryParse(line[(at + marker.Length)..], out long sent, out _)) return;
        Milliseconds.Add(Stopwatch.GetElapsedTime(sent, now).TotalMilliseconds);
        Volatile.Write(ref _latest, now);
        Volatile.Write(ref _events, _events + 1);
    }
}
