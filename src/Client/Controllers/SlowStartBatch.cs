namespace Kybernet.Client;

/// <summary>
/// Does many calls in batches that double from one on, and stops after a batch with a failure: a create that quota refuses
/// is refused once, not a thousand times (upstream's slowStartBatch).
/// </summary>
public static class SlowStartBatch
{
    /// <summary>Calls <paramref name="call"/> up to <paramref name="count"/> times.</summary>
    /// <param name="count">How many calls are wanted.</param>
    /// <param name="initialBatch">How many are made at once at first.</param>
    /// <param name="call">Makes the call of that index.</param>
    /// <returns>How many calls succeeded, and the first failure, if there was one.</returns>
    public static async Task<(int Succeeded, Exception? Failure)> RunAsync(int count, int initialBatch, Func<int, Task> call)
    {
        var done = 0;
        for (var batch = Math.Min(count, initialBatch); batch > 0; batch = Math.Min(2 * batch, count - done))
        {
            var calls = new Task[batch];
            for (var i = 0; i < batch; i++) calls[i] = Start(call, done + i);
            var succeeded = 0;
            Exception? failure = null;
            foreach (var pending in calls)
            {
                try
                {
                    await pending;
                    succeeded++;
                }
#pragma warning disable CA1031 // Told to the caller.
                catch (Exception e)
#pragma warning restore CA1031
                {
                    failure ??= e;
                }
            }

            if (failure is not null) return (done + succeeded, failure);
            done += batch;
        }

        return (done, null);
    }

    // An async wrapper, so that what throws before it awaits is a failed call as well.
    private static async Task Start(Func<int, Task> call, int index) => await call(index);
}
