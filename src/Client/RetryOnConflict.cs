using Kybernet.Base;

namespace Kybernet.Client;

/// <summary>Repeats read-change-write when somebody else was faster (upstream's retry.RetryOnConflict with DefaultRetry).</summary>
public static class RetryOnConflict
{
    private const int Steps = 5;
    private const double JitterFactor = 0.1;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>
    /// Runs <paramref name="attempt"/>, which reads the object anew each time, until it ends without a conflict; five times
    /// at most, 10 ms apart.
    /// </summary>
    /// <exception cref="KubeApiException">Any failure that is no conflict, or the last conflict.</exception>
    public static async Task<T> RunAsync<T>(
        ExecutionEnvironment environment, Func<CancellationToken, Task<T>> attempt, CancellationToken cancellation)
    {
        for (var step = 1; ; step++)
        {
            try
            {
                return await attempt(cancellation);
            }
            catch (KubeApiException e) when (e.IsConflict && step < Steps)
            {
                await environment.Delay(environment.Random.Jitter(Pause, JitterFactor), cancellation);
            }
        }
    }

    /// <inheritdoc cref="RunAsync{T}"/>
    public static Task RunAsync(ExecutionEnvironment environment, Func<CancellationToken, Task> attempt, CancellationToken cancellation) =>
        RunAsync(
            environment,
            async stop =>
            {
                await attempt(stop);
                return true;
            },
            cancellation);
}
