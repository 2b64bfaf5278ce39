using Kybernet.Api.Meta.V1;

namespace Kybernet.ApiServer.Http.Negotiation;

/// <summary>Finds out what of what a client takes it gets.</summary>
internal static class Negotiator
{
    private const string Json = "application/json";
    private const string Yaml = "application/yaml";
    private const string Protobuf = "application/vnd.kubernetes.protobuf";

    /// <summary>The representation for a resource's answer.</summary>
    /// <param name="accept">The Accept header; null or empty when there is none.</param>
    /// <param name="verb">The API verb: watches are streams of JSON only, and lists are never protobuf.</param>
    /// <exception cref="Client.KubeApiException">406.</exception>
    public static Representation Negotiate(string? accept, string verb)
    {
        if (string.IsNullOrEmpty(accept) || accept is Json or "*/*") return Representation.Json;
        var clauses = AcceptClause.Parse(accept);
        var isCollection = verb is "list" or "watch" or "deletecollection";
        if (!isCollection && OnlyProtobuf(clauses)) return Representation.Protobuf;
        if (!clauses.Exists(static c => c.Type is Json or Yaml or "*/*"))
        {
            throw ApiErrors.Make(
                406, "NotAcceptable",
                "406: Not Acceptable\n\nAvailable representations: application/json, application/yaml"
                    + (isCollection ? ", application/json;stream=watch" : ", " + Protobuf),
                new StatusDetails());
        }

        foreach (var clause in clauses)
        {
            if (Of(clause) is not { } representation) continue;
            if (representation.IsYaml && verb == "watch") break;
            return representation;
        }

        throw ApiErrors.NotAcceptable(
            "only the following media types are accepted: " + (verb == "watch" && clauses.Exists(static c => c.As.Length == 0)
                ? "application/json;stream=watch"
                : "application/json, application/yaml" + (isCollection ? "" : ", " + Protobuf)));
    }

    /// <summary>The representation for what is no object of a resource: JSON when nothing is taken that there is.</summary>
    public static Representation ForStatus(string? accept)
    {
        if (string.IsNullOrEmpty(accept) || accept is Json or "*/*") return Representation.Json;
        var clauses = AcceptClause.Parse(accept);
        if (OnlyProtobuf(clauses)) return Representation.Protobuf;
        foreach (var clause in clauses)
        {
            if (clause.Type is Json or "*/*") return Representation.Json;
            if (clause.Type == Yaml) return Representation.Yaml;
        }

        return Representation.Json;
    }

    // Who takes JSON as well gets JSON: that is how objects are stored, and it is written without being decoded.
    private static bool OnlyProtobuf(List<AcceptClause> clauses) =>
        clauses.Exists(static c => c.Type == Protobuf && c.As.Length == 0)
        && !clauses.Exists(static c => c.Type is Json or Yaml or "*/*" && c.As.Length == 0);

    private static Representation? Of(AcceptClause clause)
    {
        if (clause.Type is not (Json or Yaml or "*/*")) return null;
        var isYaml = clause.Type == Yaml;
        if (clause.As.Length == 0) return isYaml ? Representation.Yaml : Representation.Json;
        if (clause.Group != "meta.k8s.io" || clause.Version is not ("v1" or "v1beta1")) return null;
        return clause.As switch
        {
            "Table" => new Representation(ObjectForm.Table, clause.Version, isYaml),
            "PartialObjectMetadata" => new Representation(ObjectForm.PartialMetadata, clause.Version, isYaml),
            "PartialObjectMetadataList" => new Representation(ObjectForm.PartialMetadataList, clause.Version, isYaml),
            _ => null,
        };
    }
}
