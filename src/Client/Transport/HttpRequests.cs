using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Kybernet.Client;

/// <summary>From a request of the API to one of HTTP.</summary>
internal static class HttpRequests
{
    public static HttpRequestMessage Build(ClientConfig config, KubeRequest request, string token)
    {
        HttpRequestMessage message = new(Method(request.Verb), Address(config.Server, request))
        {
            // HTTP/2 is agreed on in the TLS handshake; without TLS there is none, and HTTP/1.1 is spoken.
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        message.Headers.TryAddWithoutValidation("Accept", request.Accept ?? "application/json");
        message.Headers.TryAddWithoutValidation("User-Agent", config.UserAgent);
        if (token.Length > 0) message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (!request.Body.IsEmpty)
        {
            message.Content = new ReadOnlyMemoryContent(request.Body);
            message.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(request.ContentType);
        }

        return message;
    }

    public static Uri Address(Uri server, KubeRequest request)
    {
        StringBuilder text = new(server.GetLeftPart(UriPartial.Path).TrimEnd('/'));
        text.Append(request.Path);
        var separator = '?';
        if (request.Verb == "watch") Append("watch", "true");
        foreach (var (name, value) in request.Query) Append(name, value);
        return new Uri(text.ToString());

        void Append(string name, string value)
        {
            text.Append(separator).Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
            separator = '&';
        }
    }

    private static HttpMethod Method(string verb) => verb switch
    {
        "get" or "list" or "watch" => HttpMethod.Get,
        "create" => HttpMethod.Post,
        "update" => HttpMethod.Put,
        "patch" => HttpMethod.Patch,
        "delete" or "deletecollection" => HttpMethod.Delete,
        _ => throw new ArgumentException($"unknown verb \"{verb}\"", nameof(verb)),
    };
}
