using Kybernet.Wire.Streams;

namespace Kybernet.Wire.Streaming;

/// <summary>Carries a command's streams between who asked for it and who runs it, whatever protocol each of them speaks.</summary>
public static class RemoteCommandRelay
{
    /// <summary>
    /// Relays until the command has ended and the asker knows, or the asker has hung up. Neither side is disposed here.
    /// </summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled first.</exception>
    public static async Task RunAsync(IRemoteCommandSession asker, IRemoteCommand command, CancellationToken cancellation = default)
    {
        // 1. Input flows until the command has ended, however much of it is left.
        using var inputStop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var input = Task.WhenAll(CarryInputAsync(asker, command, inputStop.Token), CarrySizesAsync(asker, command, inputStop.Token));

        // 2. Output flows to its end; the status comes beside it, and is told after it.
        using var outputStop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var output = Task.WhenAll(
            CarryOutputAsync(command.Stdout, asker.Stdout, outputStop.Token),
            CarryOutputAsync(command.Stderr, asker.Stderr, outputStop.Token));
        var ended = EndAsync(command, output);
        try
        {
            // 3. Whatever comes first: the command's end, or the asker's.
            if (await Task.WhenAny(ended, asker.Closed).WaitAsync(cancellation) == ended)
                await TellAsync(asker, await ended, cancellation);
        }
        finally
        {
            // 4. Nothing of it goes on behind the caller's back.
            await inputStop.CancelAsync();
            await outputStop.CancelAsync();
            await Task.WhenAll(input, output);
        }
    }

    private static async Task<RemoteCommandStatus> EndAsync(IRemoteCommand command, Task output)
    {
        RemoteCommandStatus status;
        try
        {
            status = await command.Completion;
        }
        catch (IOException e)
        {
            status = RemoteCommandStatus.InternalError(e.Message);
        }

        await output;
        return status;
    }

    private static async Task TellAsync(IRemoteCommandSession asker, RemoteCommandStatus status, CancellationToken cancellation)
    {
        try
        {
            await asker.CompleteAsync(status, cancellation);
        }
        catch (IOException)
        {
            // The asker hung up while being told; there is nobody left to tell.
        }
    }

    private static async Task CarryInputAsync(IRemoteCommandSession asker, IRemoteCommand command, CancellationToken cancellation)
    {
        if (asker.Stdin is null || command.Stdin is null) return;
        try
        {
            await StreamCopy.ToEndAsync(asker.Stdin, command.Stdin, cancellation);
            await command.Stdin.CloseWriteAsync(cancellation);
        }
        catch (Exception e) when (Disconnection.Is(e))
        {
            // A command need not read its input to the end. What is left is dropped, so that it does not block the asker's
            // connection, on which there may be other things to hear.
            await asker.Stdin.DisposeAsync();
        }
    }

    private static async Task CarrySizesAsync(IRemoteCommandSession asker, IRemoteCommand command, CancellationToken cancellation)
    {
        try
        {
            await foreach (var size in asker.Resizes.WithCancellation(cancellation)) await command.ResizeAsync(size, cancellation);
        }
        catch (Exception e) when (Disconnection.Is(e) || e is System.Text.Json.JsonException)
        {
            // A terminal whose size is not known works nevertheless.
        }
    }

    private static async Task CarryOutputAsync(Stream? from, Stream? to, CancellationToken cancellation)
    {
        if (from is null || to is null) return;
        try
        {
            await StreamCopy.ToEndAsync(from, to, cancellation);
        }
        catch (Exception e) when (Disconnection.Is(e))
        {
            // Runtimes end their streams by resetting them; whether that was the good end, the status says. When it is the
            // asker who takes no more, the command must not be held up by that.
            await from.DisposeAsync();
        }
    }
}
