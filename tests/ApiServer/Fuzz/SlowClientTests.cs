using System.Globalization;
using System.Net;
using System.Text;
using Kybernet.ApiServer.Tests.Harness;
using Xunit;

namespace Kybernet.ApiServer.Tests.Fuzz;

/// <summary>Clients that send without end, stop in the midst, or do not read: they cost a bounded buffer, and are dropped.</summary>
public sealed class SlowClientTests : IAsyncLifetime
{
    private const string ConfigMaps = "/api/v1/namespaces/test/configmaps";
    private const int ReadRate = 100 << 20;
    private static readonly string Filling = new('x', 500_000);
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromSeconds(40));
    private TestApiServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await TestApiServer.StartAsync(static o => o with { MinReadRate = ReadRate });
        await _server.CreateNamespaceAsync("test");
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _patience.Dispose();
    }

    [Fact]
    public async Task A_body_that_never_ends_is_refused_at_the_limit()
    {
        var request = Post();
        request.Ending = Ending.Endless;
        await using var connection = await OpenAsync();
        var answer = await connection.SendAsync(request, _patience.Token);
        Assert.Equal(413, answer?.Code);
        Assert.Contains("Request entity too large: limit is 3145728", answer!.Text);
    }

    [Fact]
    public async Task A_body_that_is_announced_too_large_is_refused_unread()
    {
        var request = Post();
        request.SetHeader("Content-Length", "3145729");
        await using var connection = await OpenAsync();
        var answer = await connection.SendAsync(request, _patience.Token);
        Assert.Equal(413, answer?.Code);
    }

    [Fact]
    public async Task A_body_that_stops_in_the_midst_is_given_up()
    {
        var request = Post();
        request.SetHeader("Content-Length", "1000");
        await using var connection = await OpenAsync();
        var answer = await connection.SendAsync(request, _patience.Token);
        Assert.Equal(504, answer?.Code);
        Assert.Contains("Timeout: request did not complete within the allotted timeout", answer!.Text);
    }

    [Fact]
    public async Task Who_closes_in_the_midst_of_a_body_leaves_nothing_behind()
    {
        for (var i = 0; i < 50; i++)
        {
            var request = Post();
            (request.Ending, request.EndsEarly) = (i % 2 == 0 ? Ending.Truncated : Ending.TruncatedChunks, true);
            await using var connection = await OpenAsync();
            var answer = await connection.SendAsync(request, _patience.Token);
            Assert.True(answer is null or { Code: 400 });
        }

        var list = await _server.SendAsync("GET", ConfigMaps);
        Assert.Empty(list.Json["items"].AsArray());
    }

    [Fact]
    public async Task Who_does_not_read_a_large_list_costs_little_and_is_dropped()
    {
        for (var i = 0; i < 60; i++) await CreateAsync($"c{i}");
        var before = GC.GetTotalMemory(forceFullCollection: true);
        List<IDisposable> readers = [];
        for (var i = 0; i < 8; i++) readers.Add(await StuckAsync(ConfigMaps, i % 2 == 0 ? "1.1" : "2"));
        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.True(grown < 24 << 20, $"8 readers of 30 MB each cost {grown} bytes");

        await UntilNothingIsServedAsync();
        foreach (var reader in readers) reader.Dispose();
    }

    [Fact]
    public async Task Who_does_not_read_a_watch_keeps_nobody_waiting_and_is_dropped()
    {
        using var first = await StuckAsync(ConfigMaps + "?watch=1", "1.1");
        using var second = await StuckAsync(ConfigMaps + "?watch=1", "2");
        for (var i = 0; i < 60; i++) await CreateAsync($"c{i}");
        await UntilNothingIsServedAsync();
    }

    // Asks, reads the beginning, and then nothing.
    private async Task<IDisposable> StuckAsync(string target, string version)
    {
        if (version == "2")
        {
            HttpRequestMessage request = new(HttpMethod.Get, target) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
            var response = await _server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, _patience.Token);
            Assert.Equal(HttpVersion.Version20, response.Version);
            return response;
        }

        var connection = await RawConnection.OpenAsync(_server.Server.EndPoints[0], _patience.Token, receiveBuffer: 4096);
        await connection.Stream.WriteAsync(
            Encoding.ASCII.GetBytes($"GET {target} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer secret\r\n\r\n"), _patience.Token);
        await connection.Stream.ReadExactlyAsync(new byte[15], _patience.Token);
        return connection;
    }

    // The question itself is one that is being served.
    private async Task UntilNothingIsServedAsync()
    {
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(100));
        while (await ServedAsync() > 1) await timer.WaitForNextTickAsync(_patience.Token);
    }

    private async Task<double> ServedAsync()
    {
        var metrics = await _server.SendAsync("GET", "/metrics", accept: null);
        return metrics.Text.Split('\n')
            .Where(static l => l.StartsWith("apiserver_current_inflight_requests{") || l.StartsWith("apiserver_longrunning_requests{"))
            .Sum(static l => double.Parse(l[(l.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }

    private async Task CreateAsync(string name)
    {
        var answer = await _server.SendAsync("POST", ConfigMaps, $$$"""{"metadata":{"name":"{{{name}}}"},"data":{"a":"{{{Filling}}}"}}""");
        Assert.Equal(201, answer.Code);
    }

    private async Task<RawConnection> OpenAsync() => await RawConnection.OpenAsync(_server.Server.EndPoints[0], _patience.Token);

    private static FuzzRequest Post()
    {
        FuzzRequest request = new() { Method = "POST", Target = ConfigMaps, HasBody = true, Body = """{"metadata":{"name":"a"}}"""u8.ToArray() };
        request.Headers.AddRange([("Host", "127.0.0.1"), ("Authorization", "Bearer secret"), ("Content-Type", "application/json")]);
        return request;
    }
}
