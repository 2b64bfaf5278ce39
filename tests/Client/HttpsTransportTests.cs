using System.Security.Cryptography.X509Certificates;
using System.Text;
using Kybernet.Api.Core.V1;
using Kybernet.Base;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Kybernet.Client.Tests;

public sealed class HttpsTransportTests : IAsyncDisposable
{
    private readonly TestAuthority _authority = new();
    private TestServer? _server;

    [Fact]
    public async Task A_request_says_who_what_and_how()
    {
        List<string> seen = [];
        var client = await StartAsync(async http =>
        {
            using StreamReader reader = new(http.Request.Body);
            seen.AddRange([
                http.Request.Method, http.Request.Path.Value!, http.Request.Protocol, http.Request.ContentType!,
                http.Request.Headers.Authorization!, await reader.ReadToEndAsync(),
            ]);
            await http.Response.WriteAsync("""{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"m","resourceVersion":"7"}}""");
        }, c => c with { BearerToken = "secret" });
        var answer = await client.PatchAsync<ConfigMap>("a", "m:1", Patch.Strategic("{}"), "status");
        Assert.Equal("7", answer.Metadata.ResourceVersion);
        Assert.Equal(
            ["PATCH", "/api/v1/namespaces/a/configmaps/m:1/status", "HTTP/2", "application/strategic-merge-patch+json", "Bearer secret", "{}"],
            seen);
    }

    [Fact]
    public async Task The_client_certificate_is_shown()
    {
        var subject = "";
        var (certificate, key) = _authority.Issue("CN=system:kube-scheduler");
        var client = await StartAsync(async http =>
        {
            subject = http.Connection.ClientCertificate?.Subject ?? "none";
            await http.Response.WriteAsync("{}");
        }, c => c with { ClientCertificate = X509Certificate2.CreateFromPem(certificate, key) });
        await client.GetAsync<ConfigMap>("a", "m");
        Assert.Equal("CN=system:kube-scheduler", subject);
    }

    [Fact]
    public async Task A_server_of_another_authority_is_not_trusted()
    {
        var client = await StartAsync(http => http.Response.WriteAsync("{}"), c => c with { CertificateAuthorityPem = new TestAuthority().Pem });
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync<ConfigMap>("a", "m"));
    }

    [Fact]
    public async Task A_server_whose_certificate_has_ended_by_the_injected_clock_is_not_trusted()
    {
        FakeTimeProvider time = new(TimeProvider.System.GetUtcNow().AddHours(2));
        var client = await StartAsync(
            http => http.Response.WriteAsync("{}"),
            environment: new ExecutionEnvironment { Time = time, Random = new RandomSource(1), Scheduler = TaskScheduler.Default });

        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync<ConfigMap>("a", "m"));

        Assert.Equal("the server's certificate is not trusted: NotTimeValid", failure.InnerException?.Message);
    }

    [Fact]
    public async Task The_token_file_is_read_again()
    {
        var file = Path.GetTempFileName();
        try
        {
            List<string> seen = [];
            var code = 200;
            FakeTimeProvider time = new(TimeProvider.System.GetUtcNow());
            var client = await StartAsync(http =>
            {
                seen.Add(http.Request.Headers.Authorization!);
                http.Response.StatusCode = code;
                return http.Response.WriteAsync("{}");
            }, c => c with { BearerTokenFile = file }, new ExecutionEnvironment { Time = time, Random = new RandomSource(1), Scheduler = TaskScheduler.Default });
            await File.WriteAllTextAsync(file, "one\n");
            await client.GetAsync<ConfigMap>("a", "m");
            await File.WriteAllTextAsync(file, "two");
            await client.GetAsync<ConfigMap>("a", "m");
            time.Advance(TimeSpan.FromMinutes(1));
            await client.GetAsync<ConfigMap>("a", "m");
            await File.WriteAllTextAsync(file, "three");
            code = 401;
            await Assert.ThrowsAsync<KubeApiException>(() => client.GetAsync<ConfigMap>("a", "m"));
            await Assert.ThrowsAsync<KubeApiException>(() => client.GetAsync<ConfigMap>("a", "m"));
            Assert.Equal(["Bearer one", "Bearer one", "Bearer two", "Bearer two", "Bearer three"], seen);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData(409, """{"kind":"Status","status":"Failure","message":"changed","reason":"Conflict","code":409}""", "Conflict", "changed")]
    [InlineData(403, "nope", "Forbidden", "the server does not allow access to the requested resource (get configmaps m)")]
    [InlineData(502, "bad gateway", "InternalError", "an error on the server (status 502) has prevented the request from succeeding: bad gateway")]
    [InlineData(404, "", "NotFound", "the server could not find the requested resource (get configmaps m)")]
    public async Task Failures_become_a_status(int code, string body, string reason, string message)
    {
        var client = await StartAsync(http =>
        {
            http.Response.StatusCode = code;
            return http.Response.WriteAsync(body);
        });
        var failure = await Assert.ThrowsAsync<KubeApiException>(() => client.GetAsync<ConfigMap>("a", "m"));
        Assert.Equal((code, reason, message), (failure.Code, failure.Reason, failure.Message));
    }

    [Fact]
    public async Task A_busy_server_is_asked_again()
    {
        var requests = 0;
        var client = await StartAsync(http =>
        {
            if (++requests <= 2)
            {
                http.Response.StatusCode = 429;
                http.Response.Headers.RetryAfter = "0";
            }

            return http.Response.WriteAsync("{}");
        });
        await client.GetAsync<ConfigMap>("a", "m");
        Assert.Equal(3, requests);
    }

    [Fact]
    public async Task A_list_is_taken_apart()
    {
        var client = await StartAsync(http => http.Response.WriteAsync(http.Request.Query.ContainsKey("continue")
            ? """{"items":null,"metadata":{"resourceVersion":"5"}}"""
            : """{"kind":"ConfigMapList","metadata":{"resourceVersion":"5","continue":"next"},"items":[{"metadata":{"name":"a"},"data":{"k":"]}"}},{"metadata":{"name":"b"}}]}"""));
        var list = await client.ListAsync<ConfigMap>("ns", new ListFilter("app in (a,b)", "metadata.name!=x"));
        Assert.Equal(["a", "b"], list.Items.Select(i => i.Metadata.Name));
        Assert.Equal("ConfigMap", list.Items[0].Kind);
        Assert.Equal("]}", list.Items[0].Data["k"]);
        Assert.Equal("5", list.ResourceVersion);
    }

    [Fact]
    public async Task A_watch_is_read_line_by_line_however_it_arrives()
    {
        var query = "";
        static string Line(int i) => """{"type":"TYPE","object":{"metadata":{"name":"NAME"},"data":{"k":"VALUE"}}}"""
            .Replace("TYPE", i % 2 == 0 ? "ADDED" : "MODIFIED").Replace("NAME", $"m{i}").Replace("VALUE", new string('x', i * 100)) + "\n";
        var text = string.Concat(Enumerable.Range(0, 50).Select(Line));
        var client = await StartAsync(async http =>
        {
            query = http.Request.QueryString.Value!;
            var bytes = Encoding.UTF8.GetBytes(text);
            for (var at = 0; at < bytes.Length; at += 1777)
            {
                await http.Response.Body.WriteAsync(bytes.AsMemory(at, Math.Min(1777, bytes.Length - at)));
                await http.Response.Body.FlushAsync();
            }

            await http.Response.WriteAsync("""{"type":"DELETED","object":{"metadata":{"name":"cut o""");
        });
        List<string> seen = [];
        await foreach (var change in client.WatchAsync<ConfigMap>("", "5")) seen.Add($"{change.Type} {change.Object.Metadata.Name} {change.Object.Data["k"].Length}");
        Assert.Equal(50, seen.Count);
        Assert.Equal("Added m0 0", seen[0]);
        Assert.Equal("Modified m49 4900", seen[49]);
        Assert.Equal("?watch=true&resourceVersion=5", query);
    }

    [Fact]
    public async Task A_watch_error_is_thrown()
    {
        var client = await StartAsync(http => http.Response.WriteAsync(
            """{"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","status":"Failure","message":"too old resource version","reason":"Expired","code":410}}""" + "\n"));
        var failure = await Assert.ThrowsAsync<KubeApiException>(async () =>
        {
            await foreach (var _ in client.WatchAsync<ConfigMap>("", "5"))
            {
            }
        });
        Assert.True(failure.IsGone);
    }

    [Fact]
    public async Task A_watch_line_without_end_is_refused()
    {
        using MemoryStream endless = new(new byte[100_000]);
        await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            await foreach (var _ in WatchStream.ReadAsync(endless, 50_000, default))
            {
            }
        });
    }

    [Fact]
    public async Task A_silent_server_is_given_up()
    {
        TaskCompletionSource never = new();
        var client = await StartAsync(_ => never.Task, c => c with { RequestTimeout = TimeSpan.FromMilliseconds(200) });
        await Assert.ThrowsAsync<TimeoutException>(() => client.GetAsync<ConfigMap>("a", "m"));
        never.SetResult();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }

    private async Task<KubeClient> StartAsync(RequestDelegate handle, Func<ClientConfig, ClientConfig>? configure = null, ExecutionEnvironment? environment = null)
    {
        _server = await TestServer.StartAsync(_authority, handle);
        ClientConfig config = new() { Server = _server.Address, CertificateAuthorityPem = _authority.Pem };
        return new KubeClient(new HttpsTransport(configure?.Invoke(config) ?? config, environment ?? ExecutionEnvironment.System(), NullLogger.Instance));
    }
}
