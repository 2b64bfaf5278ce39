using System.IO.Pipelines;

namespace Kybernet.ApiServer.Http.Rendering;

/// <summary>An answer that lies in memory already.</summary>
/// <param name="ContentType">Its type.</param>
/// <param name="Bytes">All of it.</param>
internal readonly record struct BytesBody(string ContentType, ReadOnlyMemory<byte> Bytes) : IAnswerBody
{
    /// <inheritdoc/>
    public long Length => Bytes.Length;

    /// <inheritdoc/>
    public async ValueTask WriteAsync(PipeWriter output, CancellationToken cancellation) => await output.WriteAsync(Bytes, cancellation);
}
