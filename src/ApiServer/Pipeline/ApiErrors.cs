using System.Globalization;
using Kybernet.Api;
using Kybernet.Api.Meta.V1;
using Kybernet.ApiServer.Validation;
using Kybernet.Client;

namespace Kybernet.ApiServer;

/// <summary>The refusals of the API, in upstream's words (apimachinery's api/errors). Each is made to be thrown.</summary>
internal static class ApiErrors
{
    /// <summary>404: there is no such object.</summary>
    public static KubeApiException NotFound(GroupResource resource, string name) =>
        Named(404, "NotFound", resource, name, $"{resource} {GoQuote.Quote(name)} not found");

    /// <summary>404: there is no such resource, or no such path.</summary>
    public static KubeApiException NoSuchResource() =>
        Make(404, "NotFound", "the server could not find the requested resource", new StatusDetails());

    /// <summary>409: the name is taken.</summary>
    public static KubeApiException AlreadyExists(GroupResource resource, string name) =>
        Named(409, "AlreadyExists", resource, name, $"{resource} {GoQuote.Quote(name)} already exists");

    /// <summary>409: several generated names were taken.</summary>
    public static KubeApiException NoNameFound(GroupResource resource, string name) => Named(
        409, "AlreadyExists", resource, name,
        $"{resource} {GoQuote.Quote(name)} already exists, the server was not able to generate a unique name for the object");

    /// <summary>409: the object is not as the writer thinks.</summary>
    public static KubeApiException Conflict(GroupResource resource, string name, string why) =>
        Named(409, "Conflict", resource, name, $"Operation cannot be fulfilled on {resource} {GoQuote.Quote(name)}: {why}");

    /// <summary>409: the object was changed in between.</summary>
    public static KubeApiException Modified(GroupResource resource, string name) => Conflict(
        resource, name, "the object has been modified; please apply your changes to the latest version and try again");

    /// <summary>403: the caller may not, or a policy forbids it.</summary>
    public static KubeApiException Forbidden(GroupResource resource, string name, string why) => Named(
        403, "Forbidden", resource, name,
        name.Length == 0 ? $"{resource} is forbidden: {why}" : $"{resource} {GoQuote.Quote(name)} is forbidden: {why}");

    /// <summary>403 for a path that is no resource.</summary>
    public static KubeApiException ForbiddenPath(string message) =>
        Make(403, "Forbidden", "forbidden: " + message, new StatusDetails());

    /// <summary>401: nobody knows who is calling.</summary>
    public static KubeApiException Unauthorized() => Make(401, "Unauthorized", "Unauthorized");

    /// <summary>422: the object is not valid.</summary>
    public static KubeApiException Invalid(GroupVersionKind kind, string name, FieldErrors errors)
    {
        StatusDetails details = new() { Name = name, Group = kind.Group, Kind = kind.Kind, Causes = [.. errors.Causes()] };
        var groupKind = kind.Group.Length == 0 ? kind.Kind : $"{kind.Kind}.{kind.Group}";
        return Make(422, "Invalid", $"{groupKind} {GoQuote.Quote(name)} is invalid: {errors}", details);
    }

    /// <summary>400: the request makes no sense.</summary>
    public static KubeApiException BadRequest(string message) => Make(400, "BadRequest", message);

    /// <summary>405: the resource does not do that.</summary>
    public static KubeApiException MethodNotSupported(GroupResource resource, string action) => Make(
        405, "MethodNotAllowed", $"{action} is not supported on resources of kind {GoQuote.Quote(resource.ToString())}",
        new StatusDetails { Group = resource.Group, Kind = resource.Resource });

    /// <summary>405: the path knows the resource, but not the method.</summary>
    public static KubeApiException MethodNotAllowed() => Make(
        405, "MethodNotAllowed", "the server does not allow this method on the requested resource", new StatusDetails());

    /// <summary>406: none of what the client takes can be given.</summary>
    public static KubeApiException NotAcceptable(string message) => Make(406, "NotAcceptable", message);

    /// <summary>410: the revision is no longer held.</summary>
    public static KubeApiException Expired(string message) => Make(410, "Expired", message);

    /// <summary>413: the body is too large.</summary>
    public static KubeApiException TooLarge(string message) =>
        Make(413, "RequestEntityTooLarge", "Request entity too large: " + message);

    /// <summary>415: the body is of a type that is not read here.</summary>
    public static KubeApiException UnsupportedMediaType(string message) => Make(415, "UnsupportedMediaType", message);

    /// <summary>429: try again later.</summary>
    /// <param name="message">Why.</param>
    /// <param name="retryAfterSeconds">When; 0 when it cannot be said.</param>
    /// <param name="causes">More about it.</param>
    public static KubeApiException TooManyRequests(string message, int retryAfterSeconds, params IEnumerable<StatusCause> causes) =>
        Make(429, "TooManyRequests", message, new StatusDetails { RetryAfterSeconds = retryAfterSeconds, Causes = [.. causes] });

    /// <summary>500: the server failed on its own account.</summary>
    public static KubeApiException Internal(string message) => Make(
        500, "InternalError", "Internal error occurred: " + message,
        new StatusDetails { Causes = [new StatusCause { Message = message }] });

    /// <summary>503: not now.</summary>
    public static KubeApiException ServiceUnavailable(string message) => Make(503, "ServiceUnavailable", message);

    /// <summary>504: the outcome is not known, or did not come in time.</summary>
    public static KubeApiException Timeout(string message, int retryAfterSeconds = 0) => Make(
        504, "Timeout", "Timeout: " + message,
        new StatusDetails { RetryAfterSeconds = retryAfterSeconds });

    /// <summary>504 for a revision that has not come yet, as upstream words it.</summary>
    public static KubeApiException TooLargeResourceVersion(long wanted, long current) => Make(
        504, "Timeout", string.Create(CultureInfo.InvariantCulture, $"Timeout: Too large resource version: {wanted}, current: {current}"),
        new StatusDetails
        {
            Causes = [new StatusCause { Reason = "ResourceVersionTooLarge", Message = "Too large resource version" }],
            RetryAfterSeconds = 1,
        });

    /// <summary>A failure that upstream gives no reason to.</summary>
    public static KubeApiException Plain(int code, string message) => Make(code, "", message);

    /// <summary>Any failure.</summary>
    public static KubeApiException Make(int code, string reason, string message, StatusDetails? details = null) => new(new Status
    {
        StatusValue = "Failure",
        Message = message,
        Reason = reason,
        Details = details,
        Code = code,
    });

    private static KubeApiException Named(int code, string reason, GroupResource resource, string name, string message) =>
        Make(code, reason, message, new StatusDetails { Name = name, Group = resource.Group, Kind = resource.Resource });
}
