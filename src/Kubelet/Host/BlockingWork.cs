using System.Collections.Concurrent;

namespace Kybernet.Kubelet.Host;

/// <summary>
/// Threads for calls that block: mounts, files, statfs. A few, so that a mount that hangs does not hold up the others, and no
/// more, so that many pods at once do not start hundreds.
/// </summary>
internal sealed class BlockingWork : IDisposable
{
    private const int Threads = 4;
    private readonly BlockingCollection<Action> _work = [];

    public BlockingWork()
    {
        for (var i = 0; i < Threads; i++)
        {
            Thread thread = new(Run) { IsBackground = true, Name = $"kubelet-blocking-{i}" };
            thread.Start();
        }
    }

    /// <summary>Runs <paramref name="body"/> on one of the threads.</summary>
    public Task<T> RunAsync<T>(Func<T> body, CancellationToken cancellation)
    {
        TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() =>
        {
            if (cancellation.IsCancellationRequested)
            {
                done.TrySetCanceled(cancellation);
                return;
            }

            try
            {
                done.TrySetResult(body());
            }
#pragma warning disable CA1031 // Whatever it is, it belongs to who asked.
            catch (Exception e)
#pragma warning restore CA1031
            {
                done.TrySetException(e);
            }
        }, CancellationToken.None);
        return done.Task;
    }

    /// <summary>Runs <paramref name="body"/> on one of the threads.</summary>
    public Task RunAsync(Action body, CancellationToken cancellation) => RunAsync(
        () =>
        {
            body();
            return true;
        },
        cancellation);

    /// <summary>Takes no more work; the threads end once what they have is done.</summary>
    public void Dispose() => _work.CompleteAdding();

    private void Run()
    {
        foreach (var action in _work.GetConsumingEnumerable()) action();
    }
}
