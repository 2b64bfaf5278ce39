using System.Text;
using System.Threading.Tasks.Sources;

namespace Kybernet.Cluster.Bench.Http2;

/// <summary>
/// A request under way and its answer. One client uses one call again and again: nothing is allocated for a request. What
/// waits for it goes on upon the connection's own reader, so it must not block.
/// </summary>
internal class Call : IValueTaskSource<int>
{
    private const int KeptOfAFailure = 2048;

    private readonly List<byte> _failure = [];
    private ManualResetValueTaskSourceCore<int> _core;

    /// <summary>The stream; zero while it waits to be sent.</summary>
    public int Stream { get; set; }

    /// <summary>The answer's status; zero before its head has come.</summary>
    public int Status { get; private set; }

    /// <summary>How long its body has been so far.</summary>
    public long Bytes { get; private set; }

    /// <summary>What the server said when the status is no success, or its beginning.</summary>
    public string Failure => Encoding.UTF8.GetString([.. _failure]);

    /// <summary>How much of the stream's receive window is used up.</summary>
    public int Unacknowledged { get; set; }

    public ValueTask<int> Begin()
    {
        _core.Reset();
        _failure.Clear();
        (Stream, Status, Bytes, Unacknowledged) = (0, 0, 0, 0);
        return new ValueTask<int>(this, _core.Version);
    }

    public void Head(int status)
    {
        Status = status;
        OnHead();
    }

    public void Data(ReadOnlySpan<byte> data)
    {
        Bytes += data.Length;
        Unacknowledged += data.Length;
        if (Status / 100 == 2) OnData(data);
        else if (_failure.Count < KeptOfAFailure) _failure.AddRange(data);
    }

    public void End() => _core.SetResult(Status);

    public void Fail(Exception reason) => _core.SetException(reason);

    int IValueTaskSource<int>.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    /// <summary>The answer's head is there.</summary>
    protected virtual void OnHead()
    {
    }

    /// <summary>A part of a successful answer's body.</summary>
    protected virtual void OnData(ReadOnlySpan<byte> data)
    {
    }
}
