using Kybernet.Base;
using Microsoft.Extensions.Logging;

namespace Kybernet.Client;

/// <summary>
/// The loop that every controller is: workers take keys from a queue and bring the world in line with what the key's object
/// asks for; a key that fails is tried again later.
/// </summary>
/// <typeparam name="TKey">What is reconciled.</typeparam>
/// <param name="name">The controller's name, for logs.</param>
/// <param name="queue">Where the keys come from. Shut down when the controller ends.</param>
/// <param name="reconcile">Brings one key in line. No key is in the hands of two workers at a time.</param>
/// <param name="environment">Where the workers run.</param>
/// <param name="logger">Where failures are told.</param>
public sealed partial class Controller<TKey>(
    string name, RateLimitingQueue<TKey> queue, Func<TKey, CancellationToken, Task> reconcile, ExecutionEnvironment environment, ILogger logger)
    where TKey : notnull
{
    /// <summary>How many keys are worked on at a time.</summary>
    public int Workers { get; init; } = 5;

    /// <summary>After so many failures in a row a key is dropped until something adds it again; null: never.</summary>
    public int? MaxRetries { get; init; }

    /// <summary>Works until cancelled, then lets the workers finish.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await using var stop = cancellation.UnsafeRegister(static q => ((RateLimitingQueue<TKey>)q!).ShutDown(), queue);
        var workers = new Task[Workers];
        for (var i = 0; i < workers.Length; i++) workers[i] = environment.Run(() => WorkAsync(cancellation), CancellationToken.None);
        await Task.WhenAll(workers);
    }

    private async Task WorkAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested && await queue.TakeAsync(CancellationToken.None) is { } item)
        {
            try
            {
                await ProcessAsync(item.Key, cancellation);
            }
            finally
            {
                queue.Done(item.Key);
            }
        }
    }

    private async Task ProcessAsync(TKey key, CancellationToken cancellation)
    {
        try
        {
            await reconcile(key, cancellation);
            queue.Forget(key);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Stopping.
        }
#pragma warning disable CA1031 // Whatever went wrong, the key is tried again: level-triggered control knows no fatal error.
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (MaxRetries is { } most && queue.Failures(key) >= most)
            {
                LogDropped(e, name, key);
                queue.Forget(key);
                return;
            }

            if (e is KubeApiException { IsConflict: true }) LogConflict(name, key, e.Message);
            else LogFailed(e, name, key);
            queue.AddRateLimited(key);
        }
    }
}
