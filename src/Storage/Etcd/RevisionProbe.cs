namespace Kybernet.Storage.Etcd;

/// <summary>
/// Learns etcd's revision, by a read that a majority of the cluster has confirmed. One question is on its way at a time; who comes
/// meanwhile shares the next, for the answer to the one before may be older than they are.
/// </summary>
/// <param name="ask">Asks etcd.</param>
internal sealed class RevisionProbe(Func<Task<long>> ask)
{
    private readonly Lock _lock = new();
    private TaskCompletionSource<long>? _next;
    private bool _asking;

    /// <summary>A revision that etcd had at some time after this was called.</summary>
    /// <exception cref="StoreException">etcd cannot be asked.</exception>
    public Task<long> AskAsync(CancellationToken cancellation)
    {
        Task<long> answer;
        var begin = false;
        lock (_lock)
        {
            _next ??= new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
            answer = _next.Task;
            if (!_asking) _asking = begin = true;
        }

        if (begin) _ = AskAllAsync();
        return answer.WaitAsync(cancellation);
    }

    /// <summary>Asks until nobody waits any more. What fails is told to those who wait.</summary>
    private async Task AskAllAsync()
    {
        while (true)
        {
            TaskCompletionSource<long> current;
            lock (_lock)
            {
                if (_next is null)
                {
                    _asking = false;
                    return;
                }

                current = _next;
                _next = null;
            }

            try
            {
                current.SetResult(await ask());
            }
#pragma warning disable CA1031 // Whatever it is, it is the answer to those who wait.
            catch (Exception e)
#pragma warning restore CA1031
            {
                current.SetException(e);
                // They may all have given up.
                _ = current.Task.Exception;
            }
        }
    }
}
