using Kybernet.Api.Meta.V1;
using Kybernet.ApiServer.Pipeline;
using Microsoft.AspNetCore.Http;

namespace Kybernet.ApiServer.Http.Negotiation;

/// <summary>Finds out what of what a client takes it gets, clause by clause as upstream does.</summary>
internal static class Negotiator
{
    private const string NoneAccepted = "only the following media types are accepted: ";

    private static readonly string[] PeoplesClients = ["curl", "Wget", "Mozilla/5.0"];

    /// <summary>The representation for a resource's answer.</summary>
    /// <param name="accept">The Accept header; null or empty when there is none.</param>
    /// <param name="verb">The API verb: only lists and watches have streams, and watches nothing else.</param>
    /// <param name="isPretty">Whether the request asks for indented JSON otherwise than by its Accept header.</param>
    /// <exception cref="Client.KubeApiException">406.</exception>
    public static Representation Negotiate(string? accept, string verb, bool isPretty = false)
    {
        if (string.IsNullOrEmpty(accept) || accept is "application/json" or "*/*") return isPretty ? Representation.PrettyJson : Representation.Json;
        var clauses = AcceptClause.Parse(accept);
        // The router looks first, and knows neither "application/*" nor parameters.
        if (!clauses.Exists(static c => c.Type == "*/*" || MediaTypes.All.Contains(c.Type)))
        {
            IEnumerable<string> available = verb is "list" or "watch" ? [.. MediaTypes.All, .. MediaTypes.Streams] : MediaTypes.All;
            throw ApiErrors.Make(
                406, "NotAcceptable", "406: Not Acceptable\n\nAvailable representations: " + string.Join(", ", available), new StatusDetails());
        }

        if (Choose(clauses, converts: true, isPretty) is not { } chosen) throw ApiErrors.NotAcceptable(NoneAccepted + string.Join(", ", MediaTypes.All));
        if (verb == "watch" && chosen.IsYaml) throw ApiErrors.NotAcceptable(NoneAccepted + string.Join(", ", MediaTypes.Streams));
        return chosen;
    }

    /// <summary>The representation for what is no object of a resource: JSON for people when nothing is taken that there is.</summary>
    public static Representation ForStatus(string? accept, bool isPretty = false)
    {
        if (string.IsNullOrEmpty(accept) || accept is "application/json" or "*/*") return isPretty ? Representation.PrettyJson : Representation.Json;
        return Choose(AcceptClause.Parse(accept), converts: false, isPretty) ?? Representation.PrettyJson;
    }

    /// <summary>Whether JSON is to be indented: the parameter <c>pretty</c> says so, or the client is one that people look at.</summary>
    public static bool WantsPretty(HttpContext context)
    {
        var query = context.Request.QueryString.Value;
        if (query is { Length: > 0 } && query.Contains("pretty", StringComparison.Ordinal) && QueryString.Parse(query)["pretty"] is { Length: > 0 } text)
            return text is "1" or "t" or "T" or "TRUE" or "true" or "True";
        var agent = context.Request.Headers.UserAgent.ToString();
        foreach (var client in PeoplesClients)
        {
            if (agent.StartsWith(client, StringComparison.Ordinal)) return true;
        }

        return false;
    }

    private static Representation? Choose(List<AcceptClause> clauses, bool converts, bool isPretty)
    {
        foreach (var clause in clauses)
        {
            for (var media = MediaType.Json; media <= MediaType.Protobuf; media++)
            {
                if (clause.Takes(media.Name()) && Of(clause, media, converts, isPretty) is { } representation) return representation;
            }
        }

        return null;
    }

    private static Representation? Of(AcceptClause clause, MediaType media, bool converts, bool isPretty)
    {
        if (clause.Stream.Length > 0 && (clause.Stream != "watch" || media == MediaType.Yaml)) return null;
        var indents = media == MediaType.Json && (isPretty || clause.IsPretty);
        if (!clause.Converts)
        {
            return media switch
            {
                MediaType.Protobuf => Representation.Protobuf,
                MediaType.Yaml => Representation.Yaml,
                _ => indents ? Representation.PrettyJson : Representation.Json,
            };
        }

        if (!converts || clause.Group != "meta.k8s.io" || clause.Version is not ("v1" or "v1beta1")) return null;
        return clause.As switch
        {
            // Cells are whatever the columns want: they have no protobuf.
            "Table" when media != MediaType.Protobuf => new Representation(ObjectForm.Table, clause.Version, media, indents),
            "PartialObjectMetadata" => new Representation(ObjectForm.PartialMetadata, clause.Version, media, indents),
            "PartialObjectMetadataList" => new Representation(ObjectForm.PartialMetadataList, clause.Version, media, indents),
            _ => null,
        };
    }
}
