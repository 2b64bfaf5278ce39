using System.Threading.Channels;
using Kybernet.Base;

namespace Kybernet.Client;

/// <summary>What waits to be told in the background, one after the other. Bounded: what does not fit is dropped.</summary>
internal sealed class EventQueue<T> : IAsyncDisposable
{
    private const int MaxLength = 1000;

    private readonly Func<T, Task> _take;
    private readonly CancellationTokenSource _stop;
    private readonly Task _writing;

    private readonly Channel<T> _queue = Channel.CreateBounded<T>(
        new BoundedChannelOptions(MaxLength) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>A queue that is worked on from now on.</summary>
    /// <param name="environment">Clock and scheduler.</param>
    /// <param name="take">Does with one what is to be done.</param>
    public EventQueue(ExecutionEnvironment environment, Func<T, Task> take)
    {
        _take = take;
        _stop = new CancellationTokenSource(Timeout.InfiniteTimeSpan, environment.Time);
        _writing = environment.Run(WriteAllAsync, CancellationToken.None);
    }

    /// <summary>Ends what is being written when there is no more time.</summary>
    public CancellationToken Stopping => _stop.Token;

    /// <summary>Adds one, if there is room. Never waits.</summary>
    public void Add(T one) => _queue.Writer.TryWrite(one);

    /// <summary>Writes what is queued, for five seconds at most, and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        _stop.CancelAfter(TimeSpan.FromSeconds(5));
        await _writing;
        _stop.Dispose();
    }

    private async Task WriteAllAsync()
    {
        try
        {
            // Not ReadAllAsync, which waits on the thread pool and would escape a simulation's one thread.
            while (await _queue.Reader.WaitToReadAsync(_stop.Token))
            {
                while (_queue.Reader.TryRead(out var one)) await _take(one);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Stopping.
        }
    }
}
