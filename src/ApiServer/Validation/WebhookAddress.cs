using Kybernet.Api;

namespace Kybernet.ApiServer.Validation;

/// <summary>Where a webhook is reached: a URL or a Service (upstream's apiserver/pkg/util/webhook).</summary>
internal static class WebhookAddress
{
    /// <summary>The port of a Service that names none.</summary>
    public const int DefaultPort = 443;

    private const string Form = "; desired format: https://host[/path]";

    /// <summary>Judges the https address of a webhook outside the cluster.</summary>
    public static void ValidateUrl(string text, FieldPath path, FieldErrors errors)
    {
        if (!GoUrl.TryParse(text, out var url, out var wrong))
        {
            errors.Required(path, $"url must be a valid URL: {wrong}{Form}");
            return;
        }

        if (url.Scheme != "https") errors.Invalid(path, url.Scheme, $"'https' is the only allowed URL scheme{Form}");
        if (url.Host.Length == 0) errors.Invalid(path, url.Host, $"host must be specified{Form}");
        if (url.User is not null) errors.Invalid(path, url.User, "user information is not permitted in the URL");
        if (url.Fragment.Length > 0) errors.Invalid(path, url.Fragment, "fragments are not permitted in the URL");
        if (url.Query.Length > 0) errors.Invalid(path, url.Query, "query parameters are not permitted in the URL");
    }

    /// <summary>Judges the Service in front of a webhook inside the cluster.</summary>
    public static void ValidateService(string name, string ns, string? urlPath, int? port, FieldPath path, FieldErrors errors)
    {
        if (name.Length == 0) errors.Required(path.Child("name"), "service name is required");
        if (ns.Length == 0) errors.Required(path.Child("namespace"), "service namespace is required");
        var number = port ?? DefaultPort;
        var wrong = Names.CheckPortNumber(number);
        if (wrong.Count > 0) errors.Invalid(path.Child("port"), number, "port is not valid: " + string.Join(",", wrong));
        if (urlPath is not (null or "" or "/")) ValidatePath(urlPath, path.Child("path"), errors);
    }

    private static void ValidatePath(string urlPath, FieldPath path, FieldErrors errors)
    {
        if (urlPath == "//")
        {
            errors.Invalid(path, urlPath, "segment[0] may not be empty");
            return;
        }

        if (urlPath[0] != '/') errors.Invalid(path, urlPath, "must start with a '/'");
        var rest = urlPath[1..];
        if (rest.EndsWith('/')) rest = rest[..^1];
        var segments = rest.Split('/');
        for (var i = 0; i < segments.Length; i++)
        {
            if (segments[i].Length == 0) errors.Invalid(path, urlPath, $"segment[{i}] may not be empty");
            else foreach (var detail in Names.CheckDns1123Subdomain(segments[i])) errors.Invalid(path, urlPath, $"segment[{i}]: {detail}");
        }
    }
}
