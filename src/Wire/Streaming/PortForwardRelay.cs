using Kybernet.Base;
using Kybernet.Wire.Streams;

namespace Kybernet.Wire.Streaming;

/// <summary>Carries forwarded connections between who asked for them and who reaches the pod.</summary>
public static class PortForwardRelay
{
    /// <summary>
    /// Serves connections, each on its own, until the asker hangs up; those still open then are cut. Neither side is
    /// disposed here.
    /// </summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled first.</exception>
    public static async Task RunAsync(
        PortForwardSession asker, PortForwarder forwarder, ExecutionEnvironment environment, CancellationToken cancellation = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        HashSet<Task> open = [];
        try
        {
            while (await asker.AcceptAsync(cancellation) is { } connection)
            {
                open.RemoveWhere(task => task.IsCompleted);
                open.Add(environment.Run(() => CarryAsync(connection, forwarder, stop.Token), CancellationToken.None));
            }

            // An asker may say that it opens no more and still use what is open.
            await Task.WhenAny(asker.Closed, Task.WhenAll(open)).WaitAsync(cancellation);
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(open);
        }
    }

    private static async Task CarryAsync(PortForwardConnection asker, PortForwarder forwarder, CancellationToken cancellation)
    {
        await using var end = asker;
        try
        {
            await using var pod = await forwarder.OpenAsync(asker.Port, cancellation);
            var up = CarryAsync(asker.Data, pod.Data, cancellation);
            var down = CarryAsync(pod.Data, asker.Data, cancellation);
            var error = await pod.ReadErrorAsync(cancellation);
            await down;
            await asker.CompleteAsync(error, cancellation);
            await up;
        }
        catch (Exception e) when (Disconnection.Is(e))
        {
            await TellAsync(asker, e.Message, cancellation);
        }
    }

    private static async Task CarryAsync(Stream from, DuplexStream to, CancellationToken cancellation)
    {
        try
        {
            await StreamCopy.ToEndAsync(from, to, cancellation);
            await to.CloseWriteAsync(cancellation);
        }
        catch (Exception e) when (Disconnection.Is(e))
        {
            // One side is gone: the other is to see that at once, not at its next word.
            await from.DisposeAsync();
            await to.DisposeAsync();
        }
    }

    private static async Task TellAsync(PortForwardConnection asker, string error, CancellationToken cancellation)
    {
        try
        {
            await asker.CompleteAsync(error, cancellation);
        }
        catch (Exception e) when (Disconnection.Is(e))
        {
            // The asker is gone, too.
        }
    }
}
