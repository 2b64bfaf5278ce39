using System.Text;
using Kybernet.Api.Json;
using Kybernet.Api.Yaml;

namespace Kybernet.ApiServer.Pipeline.Decoding;

/// <summary>The media types in which objects are read.</summary>
internal static class BodyFormat
{
    /// <summary>JSON.</summary>
    public const string Json = "application/json";

    /// <summary>YAML.</summary>
    public const string Yaml = "application/yaml";

    /// <summary>Upstream's protobuf.</summary>
    public const string Protobuf = "application/vnd.kubernetes.protobuf";

    private const string Readable =
        "the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf";

    /// <summary>The body as JSON; not for protobuf, which is decoded as it is.</summary>
    /// <param name="contentType">Its media type without parameters; empty counts as JSON.</param>
    /// <param name="body">The body.</param>
    /// <param name="duplicates">Told each field of a YAML body that comes twice; JSON is checked by its decoder.</param>
    /// <exception cref="FormatException">It is no YAML; the message is upstream's.</exception>
    /// <exception cref="Client.KubeApiException">415: the type is not read.</exception>
    public static ReadOnlyMemory<byte> ToJson(string contentType, ReadOnlyMemory<byte> body, List<string>? duplicates)
    {
        if (contentType is "" or Json) return body;
        if (contentType != Yaml) throw ApiErrors.UnsupportedMediaType(Readable);
        return KubeYaml.Parse(body.Span, duplicates).Encode();
    }

    /// <summary>Refuses what is not read, before anything else is looked at.</summary>
    /// <exception cref="Client.KubeApiException">415.</exception>
    public static void Check(string contentType)
    {
        if (contentType is not ("" or Json or Yaml or Protobuf)) throw ApiErrors.UnsupportedMediaType(Readable);
    }
}
