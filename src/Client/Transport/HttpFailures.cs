using System.Net;
using System.Text;
using Kybernet.Api;
using Kybernet.Api.Meta.V1;

namespace Kybernet.Client;

/// <summary>From a failed answer to the Status it carries, or the one it amounts to (upstream's NewGenericServerResponse).</summary>
internal static class HttpFailures
{
    private const int MaxText = 2048;

    public static KubeApiException From(HttpStatusCode code, KubeRequest request, ReadOnlySpan<byte> body)
    {
        if (ReadStatus(body) is { } status) return new KubeApiException(status);
        var text = Encoding.UTF8.GetString(body[..Math.Min(body.Length, MaxText)]).Trim();
        var (reason, message) = Generic((int)code, request.Verb);
        return new KubeApiException(new Status
        {
            StatusValue = "Failure",
            Code = (int)code,
            Reason = reason,
            Message = text.Length > 0 && reason is "" or "InternalError" ? $"{message}: {text}" : $"{message} ({request.Verb} {request.Resource.GroupResource} {request.Name})".Replace(" )", ")", StringComparison.Ordinal),
        });
    }

    /// <summary>The body as a Status, if it is one.</summary>
    public static Status? ReadStatus(ReadOnlySpan<byte> body)
    {
        try
        {
            var status = new Status { Kind = "" };
            KubeCodec.DecodeInto(status, body);
            return status.Kind == "Status" ? status : null;
        }
        catch (JsonDecodeException)
        {
            return null;
        }
    }

    private static (string Reason, string Message) Generic(int code, string verb) => code switch
    {
        400 => ("BadRequest", "the server rejected our request for an unknown reason"),
        401 => ("Unauthorized", "the server has asked for the client to provide credentials"),
        403 => ("Forbidden", "the server does not allow access to the requested resource"),
        404 => ("NotFound", "the server could not find the requested resource"),
        405 => ("MethodNotAllowed", "the server does not allow this method on the requested resource"),
        406 => ("NotAcceptable", "the server was unable to respond with a content type that the client supports"),
        409 when verb == "create" => ("AlreadyExists", "the server reported a conflict"),
        409 => ("Conflict", "the server reported a conflict"),
        410 => ("Gone", "the requested revision is no longer available"),
        413 => ("RequestEntityTooLarge", "the request is too large"),
        415 => ("UnsupportedMediaType", "the body of the request was in an unknown format"),
        422 => ("Invalid", "the server rejected our request due to an error in our request"),
        429 => ("TooManyRequests", "the server has received too many requests and has asked us to try again later"),
        503 => ("ServiceUnavailable", "the server is currently unable to handle the request"),
        504 => ("Timeout", "the server was unable to return a response in the time allotted, but may still be processing the request"),
        >= 500 => ("InternalError", $"an error on the server (status {code}) has prevented the request from succeeding"),
        _ => ("", $"the server responded with the status code {code} but did not return more information"),
    };
}
