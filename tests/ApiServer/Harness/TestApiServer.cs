using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Kybernet.Api.Json;
using Kybernet.Base;
using Kybernet.Client;
using Kybernet.Storage;

namespace Kybernet.ApiServer.Tests.Harness;

/// <summary>A whole API server over a store in memory (or the one that it is given), on a loopback port of its own, and an administrator's client.</summary>
internal sealed class TestApiServer : IAsyncDisposable
{
    /// <summary>The administrator's bearer token.</summary>
    public const string Token = "secret";

    // One for all tests: making keys is the slowest part of a start.
    private static readonly Lazy<X509Certificate2> Certificate = new(MakeCertificate);

    private TestApiServer(KubeApiServer server, IObservableStore store, HttpClient http)
    {
        Server = server;
        Store = store;
        Http = http;
    }

    public KubeApiServer Server { get; }

    public IObservableStore Store { get; }

    /// <summary>Sends as an administrator.</summary>
    public HttpClient Http { get; }

    public KubeClient Client => new(Server.CreateTransport(new UserInfo { Name = "admin", Groups = [UserInfo.PrivilegedGroup] }));

    public static async Task<TestApiServer> StartAsync(Func<KubeApiServerOptions, KubeApiServerOptions>? configure = null)
    {
        var environment = ExecutionEnvironment.System();
        var store = MemoryStore.Create(environment);
        KubeApiServerOptions options = new()
        {
            Environment = environment,
            Store = store,
            Listen = [new IPEndPoint(IPAddress.Loopback, 0)],
            ServingCertificate = () => Certificate.Value,
            Security = new SecurityOptions { TokenAuth = $"{Token},admin,1,\"system:masters\"\n" },
        };
        options = configure?.Invoke(options) ?? options;
        KubeApiServer server = new(options);
        await server.StartAsync();
        SocketsHttpHandler handler = new()
        {
            AllowAutoRedirect = false,
            SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = static (_, _, _, _) => true },
        };
        HttpClient http = new(handler) { BaseAddress = server.EndPoints.Count > 0 ? new Uri($"https://{server.EndPoints[0]}") : null };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        return new TestApiServer(server, options.Store, http);
    }

    /// <summary>Sends a request and reads the answer as JSON.</summary>
    public async Task<Answer> SendAsync(string method, string path, string? body = null, string contentType = "application/json", string? accept = "application/json")
    {
        using HttpRequestMessage request = new(new HttpMethod(method), path);
        if (accept is not null) request.Headers.TryAddWithoutValidation("Accept", accept);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            if (contentType.Length > 0) request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        using var response = await Http.SendAsync(request);
        return new Answer((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers);
    }

    /// <summary>Creates a namespace.</summary>
    public Task CreateNamespaceAsync(string name) => SendAsync("POST", "/api/v1/namespaces", $$$"""{"metadata":{"name":"{{{name}}}"}}""");

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Server.DisposeAsync();
        await Store.DisposeAsync();
    }

    private static X509Certificate2 MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}

/// <summary>What a server answered.</summary>
internal sealed record Answer(int Code, string Text, HttpResponseHeaders Headers)
{
    public JsonObject Json => JsonValue.Parse(Text).AsObject();

    public string Message => Json["message"].AsString();

    public string Field(params string[] path)
    {
        JsonValue value = Json;
        foreach (var step in path) value = value.AsObject()[step];
        return value.Kind == JsonKind.String ? value.AsString() : value.ToString();
    }
}
