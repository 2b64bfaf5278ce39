using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace Kybernet.Linux.Containers;

/// <summary>
/// Asks an engine whether it serves the Container Runtime Interface: its socket answers a little before that. One call without
/// content, so no gRPC client is needed: the room of protocols stays out of this one.
/// </summary>
internal sealed class CriProbe(string socket) : IDisposable
{
    private static readonly byte[] EmptyMessage = new byte[5]; // not compressed, length 0

    private readonly HttpClient _client = new(new SocketsHttpHandler { ConnectCallback = (_, cancellation) => ConnectAsync(socket, cancellation) })
    {
        DefaultRequestVersion = HttpVersion.Version20,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    /// <summary>Whether Status succeeds now.</summary>
    public async Task<bool> IsServingAsync(CancellationToken cancellation)
    {
        using var content = new ByteArrayContent(EmptyMessage);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        try
        {
            using var response = await _client.PostAsync("http://localhost/runtime.v1.RuntimeService/Status", content, cancellation);
            await response.Content.CopyToAsync(Stream.Null, cancellation); // the trailers come after it
            return response.TrailingHeaders.TryGetValues("grpc-status", out var status) && status.SequenceEqual(["0"]);
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    public void Dispose() => _client.Dispose();

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellation)
    {
        var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await connection.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation);
            return new NetworkStream(connection, ownsSocket: true);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
