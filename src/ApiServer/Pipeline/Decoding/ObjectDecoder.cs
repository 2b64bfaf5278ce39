using System.Text;
using Kybernet.Api;
using Kybernet.Api.Yaml;
using Kybernet.ApiServer.Pipeline.Options;
using Kybernet.Client;

namespace Kybernet.ApiServer.Pipeline.Decoding;

/// <summary>Makes an object of what a client sent, and says what is wrong with it in upstream's words.</summary>
internal static class ObjectDecoder
{
    private const int ShownBytes = 30;

    /// <summary>Decodes the body of a create or an update.</summary>
    /// <param name="request">The request; warned about unknown fields unless they are refused or ignored.</param>
    /// <param name="expected">The kind that belongs there.</param>
    /// <param name="validation">What is done about unknown and duplicate fields.</param>
    /// <exception cref="KubeApiException">400 or 415.</exception>
    public static KubeKind Decode(ApiRequest request, GroupVersionKind expected, FieldValidation validation)
    {
        if (request.ContentType == BodyFormat.Protobuf) return DecodeProtobuf(request, expected);
        List<string>? problems = validation == FieldValidation.Ignore ? null : [];
        List<string>? doubles = problems is null ? null : [];
        ReadOnlyMemory<byte> json;
        TypeMeta type;
        try
        {
            json = BodyFormat.ToJson(request.ContentType, request.Body, doubles);
            type = TypeMeta.Read(json.Span);
        }
        catch (FormatException e)
        {
            throw Unrecognized(request, expected, e);
        }

        var obj = Decode(json.Span, type, expected, problems);
        if (doubles is { Count: > 0 } || problems is { Count: > 0 }) Report(request, expected, validation, doubles!, problems!);
        return obj;
    }

    // Warns of fields that come twice in YAML, and of what decoding found, or refuses because of them.
    private static void Report(ApiRequest request, GroupVersionKind kind, FieldValidation validation, List<string> doubles, List<string> problems)
    {
        if (validation == FieldValidation.Strict)
        {
            List<string> all = [.. doubles.Count > 0 ? [KubeYaml.Explain(doubles)] : Array.Empty<string>(), .. problems];
            throw Unhandled(kind, kind, "strict decoding error: " + string.Join(", ", all));
        }

        foreach (var problem in doubles.Concat(problems)) request.Warn(problem);
    }

    // Protobuf knows no field by a wrong name, so that there is nothing to validate.
    private static KubeKind DecodeProtobuf(ApiRequest request, GroupVersionKind expected)
    {
        ProtoEnvelope envelope;
        try
        {
            envelope = ProtoEnvelope.Read(request.Body.Span);
        }
        catch (ProtoDecodeException e)
        {
            throw Unrecognized(request, expected, e);
        }

        var actual = Complete(new TypeMeta(envelope.ApiVersion, envelope.Kind), expected);
        var obj = Create(actual, expected);
        try
        {
            KubeCodec.DecodeProtoFields(obj, envelope.Raw);
        }
        catch (ProtoDecodeException e)
        {
            throw Unhandled(actual, expected, e.Message);
        }

        return As(obj, actual, expected);
    }

    private static KubeKind Decode(ReadOnlySpan<byte> json, TypeMeta type, GroupVersionKind expected, List<string>? problems)
    {
        var actual = Complete(type, expected);
        var obj = Create(actual, expected);
        try
        {
            KubeCodec.DecodeInto(obj, json, problems);
        }
        catch (JsonDecodeException e)
        {
            throw Unhandled(actual, expected, e.Message);
        }

        return As(obj, actual, expected);
    }

    private static KubeKind Create(GroupVersionKind actual, GroupVersionKind expected)
    {
        var info = ApiCatalog.FindKind(actual) ?? throw Unhandled(
            actual, expected,
            $"no kind {GoQuote.Quote(actual.Kind)} is registered for version {GoQuote.Quote(actual.ApiVersion)} in scheme \"pkg/api/legacyscheme/scheme.go:30\"");
        return info.Create();
    }

    private static KubeKind As(KubeKind obj, GroupVersionKind actual, GroupVersionKind expected)
    {
        if (actual != expected) throw Unhandled(actual, expected, $"converting ({GoName(actual)}) to ({InternalName(expected)}): unknown conversion");
        obj.ApiVersion = expected.ApiVersion;
        obj.Kind = expected.Kind;
        return obj;
    }

    // What is not said is taken to be what belongs there.
    private static GroupVersionKind Complete(TypeMeta type, GroupVersionKind expected)
    {
        var kind = type.Kind.Length == 0 ? expected.Kind : type.Kind;
        if (type.ApiVersion.Length == 0) return expected with { Kind = kind };
        try
        {
            var version = GroupVersion.Parse(type.ApiVersion);
            return new GroupVersionKind(version.Group, version.Version, kind);
        }
        catch (FormatException e)
        {
            throw ApiErrors.BadRequest(e.Message);
        }
    }

    private static KubeApiException Unrecognized(ApiRequest request, GroupVersionKind expected, FormatException why) => ApiErrors.BadRequest(
        $"the object provided is unrecognized (must be of type {expected.Kind}): {why.Message} ({Show(request.Body.Span)})");

    private static KubeApiException Unhandled(GroupVersionKind actual, GroupVersionKind expected, string why) => ApiErrors.BadRequest(
        $"{actual.Kind} in version {GoQuote.Quote(actual.Version)} cannot be handled as a {expected.Kind}: {why}");

    private static string GoName(GroupVersionKind kind) => $"{kind.Version}.{kind.Kind}";

    private static string InternalName(GroupVersionKind kind) => (kind.Group.Length == 0 ? "core" : kind.Group.Split('.')[0]) + "." + kind.Kind;

    // The beginning of the body: as text when it looks like JSON, else in hexadecimal.
    private static string Show(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty) return "<empty>";
        var shown = body[..Math.Min(body.Length, ShownBytes)];
        var text = body[0] == '{' ? Encoding.UTF8.GetString(shown) : Convert.ToHexStringLower(shown);
        return body.Length > ShownBytes ? text + " ..." : text;
    }
}
