using System.Text;
using Kybernet.Api;
using Kybernet.Api.Json;
using Kybernet.Api.Meta.V1;
using Kybernet.Api.Patches;
using Kybernet.Api.Schema;
using Kybernet.ApiServer.Cache;
using Kybernet.ApiServer.Pipeline.Decoding;
using Kybernet.ApiServer.Pipeline.Options;
using Kybernet.Client;

namespace Kybernet.ApiServer.Pipeline.Writing;

/// <summary>A patch as a client sent it, to be applied to whatever state the object is in.</summary>
internal sealed class PatchDocument
{
    private const string Json = "application/json-patch+json";
    private const string Merge = "application/merge-patch+json";
    private const string Strategic = "application/strategic-merge-patch+json";

    /// <summary>The media type of server-side apply, which is no <see cref="PatchDocument"/>.</summary>
    public const string Apply = "application/apply-patch+yaml";

    private readonly ApiRequest _request;
    private readonly GroupVersionKind _kind;
    private readonly FieldValidation _validation;

    private PatchDocument(ApiRequest request, GroupVersionKind kind, FieldValidation validation) =>
        (_request, _kind, _validation) = (request, kind, validation);

    /// <summary>Refuses the patch types that are not known, before anything else is looked at.</summary>
    /// <exception cref="KubeApiException">415.</exception>
    public static void CheckType(string contentType)
    {
        if (contentType is Json or Merge or Strategic or Apply) return;
        throw ApiErrors.Make(415, "UnsupportedMediaType", "415: Unsupported Media Type", new StatusDetails());
    }

    /// <summary>Reads a patch once, to know whether it is one.</summary>
    /// <param name="request">The request that brings it; warned about fields that the kind does not have.</param>
    /// <param name="kind">The kind that it is applied to.</param>
    /// <param name="validation">What is done about fields that the kind does not have.</param>
    /// <exception cref="KubeApiException">400 or 413.</exception>
    public static PatchDocument Read(ApiRequest request, GroupVersionKind kind, FieldValidation validation)
    {
        PatchDocument document = new(request, kind, validation);
        try
        {
            document.Parse();
        }
        catch (PatchException e)
        {
            throw Explain(e);
        }

        return document;
    }

    /// <summary>Applies the patch to an object.</summary>
    /// <param name="current">The object as JSON with its resourceVersion.</param>
    /// <returns>The patched object.</returns>
    /// <exception cref="KubeApiException">The patch does not fit, or what comes out of it is no object of the kind.</exception>
    public KubeObject ApplyTo(ReadOnlySpan<byte> current)
    {
        JsonValue patched;
        try
        {
            patched = Parse()(JsonValue.Parse(current));
        }
        catch (PatchException e)
        {
            throw Explain(e);
        }

        return Decode(patched);
    }

    private KubeObject Decode(JsonValue tree)
    {
        var patched = tree.Encode();
        // A strategic merge patch is applied to fields, among which kind and apiVersion are not.
        if (_request.ContentType != Strategic && OtherKind(tree) is { } other) throw Misfit(patched, WhyNot(other, patched));

        List<string>? problems = _validation == FieldValidation.Ignore ? null : [];
        var obj = (KubeObject)ApiCatalog.FindKind(_kind)!.Create();
        try
        {
            KubeCodec.DecodeInto(obj, patched, problems);
        }
        catch (JsonDecodeException e)
        {
            throw Misfit(patched, e.Message);
        }

        if (_request.ContentType != Strategic && (obj.ApiVersion, obj.Kind) != (_kind.ApiVersion, _kind.Kind))
            throw Misfit(patched, Mismatch(obj.ApiVersion, obj.Kind));
        obj.ApiVersion = _kind.ApiVersion;
        obj.Kind = _kind.Kind;
        ObjectDecoder.Report(_request, _kind, _validation, problems);
        return obj;
    }

    // Another kind that there is, if the patch has made it one.
    private KindInfo? OtherKind(JsonValue tree)
    {
        if (tree.ObjectOrNull is not { } o || o["kind"].StringOrNull is not { } kind || o["apiVersion"].StringOrNull is not { } version) return null;
        if ((version, kind) == (_kind.ApiVersion, _kind.Kind) || version.AsSpan().Count('/') > 1) return null;
        var gv = GroupVersion.Parse(version);
        return ApiCatalog.FindKind(new GroupVersionKind(gv.Group, gv.Version, kind));
    }

    // It is read as what it says it is, before it is seen that it is not what is wanted: so the first error is of that kind.
    private string WhyNot(KindInfo other, byte[] patched)
    {
        try
        {
            KubeCodec.DecodeInto(other.Create(), patched);
            return Mismatch(other.Gvk.ApiVersion, other.Gvk.Kind);
        }
        catch (JsonDecodeException e)
        {
            return e.Message;
        }
    }

    private string Mismatch(string version, string kind) => $"{version}, Kind={kind} does not match the expected type {_kind}";

    // Applying consumes the patch, so that each try parses it anew.
    private Func<JsonValue, JsonValue> Parse()
    {
        var body = _request.Body.Span;
        switch (_request.ContentType)
        {
            case Json:
                return JsonPatch.Parse(body).Apply;
            case Merge:
                var merge = MergePatch.Parse(body);
                return target => MergePatch.Apply(target, merge);
            default:
                var strategic = StrategicMergePatch.Parse(body);
                return target => StrategicMergePatch.Apply(target.AsObject(), strategic, PatchSchemas.Of(_kind));
        }
    }

    private static KubeApiException Explain(PatchException e) => e.Failure switch
    {
        PatchFailure.Malformed => ApiErrors.BadRequest(e.Message),
        PatchFailure.TooLarge => ApiErrors.Make(413, "RequestEntityTooLarge", e.Message),
        PatchFailure.Unprocessable => ApiErrors.Make(
            422, "Invalid", "the server rejected our request due to an error in our request", new StatusDetails()),
        _ => ApiErrors.Plain(500, e.Message),
    };

    private KubeApiException Misfit(byte[] patched, string why)
    {
        if (_request.ContentType == Merge) patched = MergePatch.InOrderOfNames(JsonValue.Parse(patched), MergePatch.Parse(_request.Body.Span)).Encode();
        var message = $"Invalid value: {GoQuote.Quote(Encoding.UTF8.GetString(patched))}: {why}";
        return ApiErrors.Make(
            422, "Invalid", $" \"\" is invalid: patch: {message}",
            new StatusDetails { Causes = [new StatusCause { Reason = "FieldValueInvalid", Message = message, Field = "patch" }] });
    }
}
