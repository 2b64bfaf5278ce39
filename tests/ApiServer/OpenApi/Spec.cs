using System.IO.Pipelines;
using Kybernet.Api;
using Kybernet.Api.Json;
using Kybernet.ApiServer.OpenApi;

namespace Kybernet.ApiServer.Tests.OpenApi;

/// <summary>Documents of everything in the schema, as they would be sent.</summary>
internal static class Spec
{
    public static JsonObject V2() => Write(SpecContent.Whole(ApiCatalog.Resources), SpecDialect.V2);

    public static JsonObject V3(string version) => Write(SpecContent.Version(ApiCatalog.Resources, GroupVersion.Parse(version)), SpecDialect.V3);

    public static JsonObject Write(SpecContent content, SpecDialect dialect) =>
        JsonValue.Parse(Bytes(content, dialect, output => new JsonSpecSink(dialect, output))).AsObject();

    public static byte[] Bytes(SpecContent content, SpecDialect dialect, Func<PipeWriter, ISpecSink> sink)
    {
        using MemoryStream stream = new();
        var output = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
        content.WriteAsync(sink(output), dialect, output, CancellationToken.None).GetAwaiter().GetResult();
        return stream.ToArray();
    }
}
