using Kybernet.Api;
using Kybernet.Api.Meta.V1;
using Kybernet.ApiServer.Pipeline.Decoding;
using Kybernet.Client;

namespace Kybernet.ApiServer.Pipeline.Options;

/// <summary>Reads the options of a deletion: from the body when there is one, else from the query.</summary>
internal static class DeleteOptionsReader
{
    /// <summary>The options, checked.</summary>
    /// <exception cref="KubeApiException">400, 415 or 422.</exception>
    public static DeleteOptions Read(ApiRequest request)
    {
        var options = request.Body.IsEmpty ? FromQuery(request.Query) : FromBody(request);
        Check(options);
        return options;
    }

    private static DeleteOptions FromBody(ApiRequest request)
    {
        BodyFormat.Check(request.ContentType);
        try
        {
            if (request.ContentType == BodyFormat.Protobuf) return FromProtobuf(request.Body.Span);
            var json = BodyFormat.ToJson(request.ContentType, request.Body, null);
            var type = TypeMeta.Read(json.Span);
            CheckKind(type.Kind);
            return KubeCodec.Decode<DeleteOptions>(json.Span);
        }
        catch (Exception e) when (e is FormatException or JsonDecodeException)
        {
            throw ApiErrors.BadRequest(e.Message);
        }
    }

    private static DeleteOptions FromProtobuf(ReadOnlySpan<byte> body)
    {
        CheckKind(ProtoEnvelope.Read(body).Kind);
        DeleteOptions options = new();
        KubeCodec.DecodeProtoInto(options, body);
        return options;
    }

    private static void CheckKind(string kind)
    {
        if (kind is not ("" or "DeleteOptions")) throw ApiErrors.BadRequest("decoded object cannot be converted to DeleteOptions");
    }

    private static DeleteOptions FromQuery(QueryValues query)
    {
        DeleteOptions options = new()
        {
            GracePeriodSeconds = OptionText.ParseInt(query["gracePeriodSeconds"]),
            OrphanDependents = OptionText.ParseBool(query["orphanDependents"]),
            PropagationPolicy = query["propagationPolicy"],
        };
        foreach (var value in query.All("dryRun")) options.DryRun.Add(value);
        return options;
    }

    /// <summary>Refuses options that contradict each other, or that there are not.</summary>
    /// <exception cref="KubeApiException">422.</exception>
    public static void Check(DeleteOptions options)
    {
        OptionErrors errors = new();
        if (options is { PropagationPolicy: { } given, OrphanDependents: not null })
            errors.Invalid("propagationPolicy", given, "orphanDependents and deletionPropagation cannot be both set");
        if (options.PropagationPolicy is { } policy && policy is not ("Foreground" or "Background" or "Orphan"))
            errors.NotSupported("propagationPolicy", GoQuote.Quote(policy), "Foreground", "Background", "Orphan", "nil");
        WriteOptions.ParseDryRun([.. options.DryRun], errors);
        errors.ThrowIfAny("DeleteOptions");
    }
}
