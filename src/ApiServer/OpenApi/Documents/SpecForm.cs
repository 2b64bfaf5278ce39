using Kybernet.Api.Meta.V1;
using Kybernet.ApiServer.Http.Negotiation;
using Kybernet.ApiServer.Pipeline;

namespace Kybernet.ApiServer.OpenApi;

/// <summary>The media types of a description of the API.</summary>
/// <param name="version">The version of OpenAPI, as it stands in the type of its protobuf form: <c>v2</c>.</param>
internal sealed class SpecForm(string version)
{
    /// <summary>The type of the JSON form.</summary>
    public const string Json = "application/json";

    private readonly string _protobuf = $"application/com.github.proto-openapi.spec.{version}.v1.0+protobuf";
    private readonly string _oldProtobuf = $"application/com.github.proto-openapi.spec.{version}@v1.0+protobuf";

    /// <summary>The type that a client gets: JSON unless it wants gnostic's protobuf more.</summary>
    /// <param name="accept">The Accept header; empty when there is none.</param>
    /// <exception cref="Client.KubeApiException">406.</exception>
    public string Negotiate(string accept)
    {
        if (accept.Length == 0) return Json;
        foreach (var clause in AcceptClause.Parse(accept))
        {
            if (clause.Type is Json or "application/*" or "*/*") return Json;
            if (clause.Type == _protobuf || clause.Type == _oldProtobuf) return _protobuf;
        }

        throw ApiErrors.Make(406, "NotAcceptable", $"only the following media types are accepted: {Json}, {_protobuf}", new StatusDetails());
    }
}
