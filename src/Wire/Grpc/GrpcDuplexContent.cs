using System.Net;

namespace Kybernet.Wire.Grpc;

/// <summary>
/// The body of a request that goes on while the answer comes in: it hands its stream to the writer and stays open until
/// the writer is done.
/// </summary>
internal sealed class GrpcDuplexContent : HttpContent
{
    private readonly TaskCompletionSource<Stream> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The stream to write to, once the request's headers are sent.</summary>
    public Task<Stream> Opened => _opened.Task;

    /// <summary>Ends the body: the server sees that no more requests come.</summary>
    public void Complete() => _done.TrySetResult();

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellation)
    {
        // Without this the headers would wait for the first message, and some calls begin with the server's.
        await stream.FlushAsync(cancellation);
        _opened.TrySetResult(stream);
        await _done.Task.WaitAsync(cancellation);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = -1;
        return false;
    }
}
