using System.Buffers;
using System.IO.Pipelines;
using Kybernet.ApiServer.Cache;

namespace Kybernet.ApiServer.Http.Rendering;

/// <summary>One object as JSON: the stored bytes and a line end.</summary>
/// <param name="Entry">The object.</param>
internal readonly record struct EntryBody(ObjectEntry Entry) : IAnswerBody
{
    /// <inheritdoc/>
    public string ContentType => "application/json";

    /// <inheritdoc/>
    public long Length => Entry.Length + 1;

    /// <inheritdoc/>
    public async ValueTask WriteAsync(PipeWriter output, CancellationToken cancellation)
    {
        Entry.WriteTo(output);
        output.Write("\n"u8);
        await output.FlushAsync(cancellation);
    }
}
