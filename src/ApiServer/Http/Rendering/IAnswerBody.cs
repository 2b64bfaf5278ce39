using System.IO.Pipelines;

namespace Kybernet.ApiServer.Http.Rendering;

/// <summary>The bytes of an answer; how many there are is known before the first is written.</summary>
internal interface IAnswerBody
{
    /// <summary>The Content-Type.</summary>
    string ContentType { get; }

    /// <summary>Exactly how many bytes <see cref="WriteAsync"/> writes.</summary>
    long Length { get; }

    /// <summary>Writes them all and hands them on; large ones piece by piece, as the connection takes them.</summary>
    ValueTask WriteAsync(PipeWriter output, CancellationToken cancellation);
}
