using System.Collections.Concurrent;
using System.Text;

namespace Kybernet.Storage.Tests.Linearizability;

/// <summary>Clients that write, compare and swap, delete and read a few keys, and the history of what they asked and were told.</summary>
internal sealed class RegisterClients(string prefix, int keys)
{
    private readonly ConcurrentQueue<RegisterOperation> _history = [];
    private long _clock;
    private int _written;
    private int _refused;

    public IReadOnlyCollection<RegisterOperation> History => _history;

    public int Refused => _refused;

    /// <summary>Does one thing. What the store refuses was not done and is not noted: should it show up, that contradicts the history.</summary>
    public async Task StepAsync(IStore store, Random random)
    {
        var key = StoreKey.Parse($"{prefix}{random.Next(keys)}");
        try
        {
            switch (random.Next(10))
            {
                case < 4:
                    await GetAsync(store, key);
                    break;
                case < 7:
                    await WriteAsync(store, key, isDeletion: false, expected: null);
                    break;
                case 7:
                    await WriteAsync(store, key, isDeletion: true, expected: null);
                    break;
                default:
                    // Somebody else may come between.
                    var found = await GetAsync(store, key);
                    await WriteAsync(store, key, random.Next(4) == 0 && found is not null, (found?.ModRevision ?? 0, Number(found)));
                    break;
            }
        }
        catch (StoreUnavailableException)
        {
            Interlocked.Increment(ref _refused);
        }
    }

    private async Task<KeyValue?> GetAsync(IStore store, StoreKey key)
    {
        var called = Tick();
        var found = await store.GetAsync(key);
        _history.Enqueue(new RegisterOperation($"{key}", called, Tick()) { Observed = Number(found) });
        return found;
    }

    private async Task WriteAsync(IStore store, StoreKey key, bool isDeletion, (long Revision, int Number)? expected)
    {
        var number = isDeletion ? 0 : Interlocked.Increment(ref _written);
        var called = Tick();
        RegisterOperation operation = new($"{key}", called, RegisterOperation.Never) { Written = number, Expected = expected?.Number };
        try
        {
            var done = isDeletion
                ? await store.DeleteAsync(key, expected?.Revision)
                : await store.PutAsync(key, Encoding.ASCII.GetBytes($"{number}"), expected?.Revision);
            operation = operation with
            {
                Answered = Tick(), Succeeded = done.Succeeded, Observed = Number(done.Succeeded ? done.Previous : done.Current),
            };
        }
        catch (CommitOutcomeUnknownException)
        {
            // It happened, will happen, or never does.
        }
        _history.Enqueue(operation);
    }

    private long Tick() => Interlocked.Increment(ref _clock);

    private static int Number(KeyValue? item) => item is null ? 0 : int.Parse(Encoding.ASCII.GetString(item.Value.Span));
}
