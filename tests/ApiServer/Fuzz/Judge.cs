using Kybernet.Api;
using Kybernet.Api.Json;
using Kybernet.Api.Meta.V1;
using Kybernet.Api.Yaml;

namespace Kybernet.ApiServer.Tests.Fuzz;

/// <summary>Whether an answer is one that an API server may give.</summary>
internal static class Judge
{
    // What upstream answers with 500 too, as recorded from it.
    private static readonly string[] Upstreams500 =
    [
        "failed to create typed patch object (", "failed to apply: ", "failed to decode managed fields", "failed to convert new object (",
        "resourceVersion should not be set on objects to be created", "resourceVersion: Invalid value: ",
        "unknown patch type: ", "list element types are not identical: ", "cannot merge lists without merge key for ",
        "merging lists cannot yet be specified in the patch", "expected a list for $setElementOrder/", "unable to find api field in struct ",
        "The order in patch list:", "failed to create typed live object (", "target.", "Internal error occurred: This pod has more than one PodDisruptionBudget",
        // While somebody has deleted all ServiceCIDRs.
        "Internal error occurred: failed to allocate a serviceIP: range is full",
    ];

    /// <summary>What is wrong with the answer, or null.</summary>
    public static string? Verdict(FuzzRequest request, RawAnswer? answer)
    {
        if (answer is null) return request.BreaksHttp || request.Ending == Ending.Endless ? null : "closed without an answer";
        if (answer.Code < 400) return Success(request, answer);

        // Refused before the API saw it, or a path that is none of the API's.
        if (answer.Body.Length == 0 && (request.BreaksHttp || request.Method == "HEAD")) return answer.Code < 500 || answer.Code == 505 ? null : "failed";
        if (answer.ContentType.StartsWith("text/plain", StringComparison.Ordinal) && IsNoResource(request)) return answer.Code < 500 ? null : "failed";
        if (answer is { Code: 405, Body.Length: 0 } && IsNoResource(request)) return null;
        Status status;
        try
        {
            status = StatusOf(answer);
        }
        catch (Exception e)
        {
            return $"no Status: {e.Message}";
        }

        if (status.Kind != "Status" || status.ApiVersion != "v1") return "no Status";
        if (status.Code != answer.Code || status.StatusValue != "Failure" || status.Message.Length == 0) return "not a proper Status";
        if (!answer.Headers.ContainsKey("audit-id")) return "no Audit-Id";
        return answer.Code switch
        {
            504 when status.Message.StartsWith("Timeout: Too large resource version", StringComparison.Ordinal) => null,
            500 when IsUpstreams(status.Message) => null,
            >= 500 => "failed",
            _ => null,
        };
    }

    private static bool IsUpstreams(string message) =>
        Upstreams500.Any(m => message.StartsWith(m, StringComparison.Ordinal)) || message.Contains(" does not contain declared merge key: ", StringComparison.Ordinal);

    private static bool IsNoResource(FuzzRequest request)
    {
        var parts = request.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        // Dots and doubled slashes may lead anywhere.
        return parts is ["api", _, "watch"] or ["apis", _, _, "watch"] || parts is not (["api", "v1", _, ..] or ["apis", _, _, _, ..]) || parts.Any(static p => Uri.UnescapeDataString(p) is "." or "..") || request.Path.Contains("//")
            || (parts[0] == "apis" && !ApiCatalog.Resources.Any(r => r.Gvr.Group == parts[1]));
    }

    private static Status StatusOf(RawAnswer answer)
    {
        switch (answer.ContentType)
        {
            case "application/vnd.kubernetes.protobuf":
                Status proto = new();
                KubeCodec.DecodeProtoInto(proto, answer.Body);
                return proto;
            case "application/yaml":
                return KubeCodec.Decode<Status>(KubeYaml.Parse(answer.Body).Encode());
            case "application/json":
                return KubeCodec.Decode<Status>(answer.Body);
            default:
                throw new FormatException("content type " + answer.ContentType);
        }
    }

    private static string? Success(FuzzRequest request, RawAnswer answer)
    {
        if (answer.Code is not (200 or 201 or 202)) return answer.Code is 304 or 301 ? null : "an unusual success";
        if (request.Method == "HEAD") return null;
        try
        {
            switch (answer.ContentType)
            {
                case "application/json" when answer.IsPart || IsEvents(answer):
                    return Lines(answer);
                case "application/json":
                    // A watch for a form that no event has ends with the first one.
                    if (answer.Body.Length > 0 || !request.Target.Contains("watch")) JsonValue.Parse(answer.Body);
                    return null;
                case "application/yaml":
                    if (!answer.IsPart) KubeYaml.Parse(answer.Body);
                    return null;
                case "application/vnd.kubernetes.protobuf":
                    return ProtoEnvelope.Read(answer.Body).Kind.Length > 0 ? null : "protobuf without a kind";
                default:
                    return answer.ContentType.Length > 0 ? null : "no content type";
            }
        }
        catch (FormatException e)
        {
            return $"the body is not what it says: {e.Message}";
        }
    }

    private static bool IsEvents(RawAnswer answer) => answer.Body.AsSpan().StartsWith("{\"type\":"u8);

    private static string? Lines(RawAnswer answer)
    {
        var lines = answer.Text.Split('\n');
        // The last may have been cut.
        foreach (var line in lines[..^1])
        {
            var change = JsonValue.Parse(line).AsObject();
            if (change["type"].StringOrNull is null || change["object"].ObjectOrNull is null) return "a watch event that is none";
        }

        return null;
    }
}
