using System.Text.Json;
using Kybernet.Base;

namespace Kybernet.ApiServer.Tests.Audit;

public sealed class AuditLogTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("kybernet-audit-").FullName;

    [Fact]
    public async Task Every_event_is_a_line_that_says_who_did_what()
    {
        var path = Path.Combine(_directory, "audit.log");
        await using (AuditLog log = new(new AuditLogOptions(path), ExecutionEnvironment.System()))
        {
            for (var i = 0; i < 100; i++) log.Record(Event($"p{i}"));
        }

        var lines = await File.ReadAllLinesAsync(path);
        Assert.Equal(100, lines.Length);
        using var first = JsonDocument.Parse(lines[0]);
        Assert.Equal("system:kube-scheduler", first.RootElement.GetProperty("user").GetProperty("username").GetString());
        Assert.Equal("p0", first.RootElement.GetProperty("objectRef").GetProperty("name").GetString());
        Assert.Equal(201, first.RootElement.GetProperty("responseStatus").GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task A_large_file_is_set_aside_and_nothing_is_lost()
    {
        var path = Path.Combine(_directory, "audit.log");
        AuditLogOptions options = new(path) { MaxSize = 2000, MaxBackups = 100 };
        await using (AuditLog log = new(options, ExecutionEnvironment.System()))
        {
            for (var i = 0; i < 50; i++) log.Record(Event($"p{i}"));
        }

        var files = Directory.GetFiles(_directory);
        Assert.True(files.Length > 1);
        Assert.Equal(50, files.Sum(f => File.ReadAllLines(f).Length));
    }

    [Theory]
    [InlineData("create", "pods", AuditLevel.Metadata)]
    [InlineData("get", "pods", AuditLevel.None)]
    [InlineData("update", "leases", AuditLevel.None)]
    public async Task With_writes_only_the_rest_is_left_out(string verb, string resource, AuditLevel level)
    {
        await using AuditLog log = new(new AuditLogOptions(Path.Combine(_directory, "a")) { WritesOnly = true }, ExecutionEnvironment.System());

        Assert.Equal(level, log.LevelFor(Attributes(verb, resource, "x")));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static AuditEvent Event(string name) => new()
    {
        AuditId = name,
        Level = AuditLevel.Metadata,
        Stage = AuditStage.ResponseComplete,
        Attributes = Attributes("create", "pods", name),
        RequestUri = "/api/v1/namespaces/ns/pods",
        RequestReceived = DateTimeOffset.UnixEpoch,
        StageReached = DateTimeOffset.UnixEpoch,
        Code = 201,
        Decision = new AuthorizationDecision(AuthorizationVerdict.Allow, "because"),
    };

    private static AuthorizationAttributes Attributes(string verb, string resource, string name) => new()
    {
        User = new UserInfo { Name = "system:kube-scheduler" }, Verb = verb, IsResourceRequest = true, Resource = resource, Namespace = "ns", Name = name,
    };
}
