using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Kybernet.ApiServer.Tests.Harness;

namespace Kybernet.ApiServer.Tests.Recorded;

/// <summary>
/// An API server of the test's own, reached over HTTPS, set up as the recorded one was: its address range for Services, the
/// address and port that it tells, its issuer of tokens, and <c>bench</c> of system:masters who asks.
/// </summary>
internal sealed partial class ReplayServer : IAsyncDisposable
{
    private readonly TestApiServer _server;

    private ReplayServer(TestApiServer server) => _server = server;

    /// <summary>Starts one, fresh.</summary>
    /// <param name="signingKey">The key that signs service-account tokens, as PEM; null: any.</param>
    public static async Task<ReplayServer> StartAsync(string? signingKey = null) => new(await TestApiServer.StartAsync(options => options with
    {
        AdvertiseAddress = IPAddress.Loopback,
        ServiceClusterIPRanges = [IPNetwork.Parse("10.96.0.0/16")],
        Security = options.Security with
        {
            TokenAuth = $"{TestApiServer.Token},bench,bench,\"system:masters\"\n",
            ServiceAccountIssuer = "https://kubernetes.default.svc",
            ServiceAccountSigningKeyPem = signingKey,
        },
    }));

    /// <summary>Asks with a body of JSON, or none.</summary>
    public Task<ReplayAnswer> AskAsync(
        string method, string path, JsonNode? body = null, string contentType = "application/json", string? accept = "application/json") =>
        AskAsync(method, path, body is null ? null : CanonicalJson.AsIs(body), contentType, accept, []);

    /// <summary>Asks with a body that is text, or none.</summary>
    public async Task<ReplayAnswer> AskAsync(
        string method, string path, string? body, string contentType, string? accept, IEnumerable<KeyValuePair<string, string>> headers)
    {
        // As it is written: what a request's path means is the server's to judge.
        Uri uri = new($"{_server.Http.BaseAddress!.ToString().TrimEnd('/')}{path}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using HttpRequestMessage request = new(new HttpMethod(method), uri);
        if (accept is not null) request.Headers.TryAddWithoutValidation("Accept", accept);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            if (contentType.Length > 0) request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        using var response = await _server.Http.SendAsync(request);
        Dictionary<string, string> answered = [];
        Collect(response.Headers.NonValidated, answered);
        Collect(response.Content.Headers.NonValidated, answered);
        return new ReplayAnswer((int)response.StatusCode, answered, await response.Content.ReadAsByteArrayAsync());
    }

    /// <summary>Makes a namespace, if there is none of that name.</summary>
    public Task CreateNamespaceAsync(string name) => AskAsync("POST", "/api/v1/namespaces", new JsonObject
    {
        ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = name },
    });

    /// <summary>The same with its service account <c>default</c>, which no controller makes here.</summary>
    public async Task CreateNamespaceWithAccountAsync(string name)
    {
        await CreateNamespaceAsync(name);
        await AskAsync("POST", $"/api/v1/namespaces/{name}/serviceaccounts", new JsonObject
        {
            ["apiVersion"] = "v1", ["kind"] = "ServiceAccount", ["metadata"] = new JsonObject { ["name"] = "default" },
        });
    }

    /// <summary>The namespaces that the paths of a recording name, and <c>default</c>, each with its service account.</summary>
    public async Task CreateNamespacesOfAsync(string recording)
    {
        SortedSet<string> names = new(StringComparer.Ordinal) { "default" };
        foreach (var line in Recordings.Lines(recording))
        {
            foreach (Match match in InPath().Matches(line)) names.Add(match.Groups[1].Value);
        }

        foreach (var name in names) await CreateNamespaceWithAccountAsync(name);
    }

    /// <summary>The namespace that a path names; null: none, or none that could be.</summary>
    public static string? NamespaceOf(string path) => InPath().Match(path) is { Success: true } match ? match.Groups[1].Value : null;

    /// <summary>Deletes an object, with its finalizers if need be.</summary>
    public async Task DropAsync(string path)
    {
        await AskAsync("DELETE", path + "?gracePeriodSeconds=0");
        var left = await AskAsync("GET", path);
        if (left.Status != 200 || left.Body?["metadata"] is not JsonObject meta) return;
        meta.Remove("finalizers");
        await AskAsync("PUT", path, left.Body);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static void Collect(HttpHeadersNonValidated headers, Dictionary<string, string> into)
    {
        foreach (var (name, values) in headers) into[name.ToLowerInvariant()] = values.Last();
    }

    [GeneratedRegex("/namespaces/([a-z0-9-]+)/")]
    private static partial Regex InPath();
}
