using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Kybernet.Wire.Streaming;
using Kybernet.Wire.Tests.Cri;
using Kybernet.Wire.Tests.Hosting;
using Microsoft.AspNetCore.Http;
using static Kybernet.Wire.Tests.Streaming.CommandServer;

namespace Kybernet.Wire.Tests.Streaming;

/// <summary>A test with the real kubectl. Skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KubectlTheoryAttribute : TheoryAttribute
{
    public KubectlTheoryAttribute() => Skip = ContainerdFactAttribute.Find("kubectl") is null ? "not installed: kubectl" : null;
}

/// <summary>The real kubectl against just as much of an API server as exec and port-forward need.</summary>
public sealed class KubectlTests
{
    private static readonly Dictionary<string, string> Answers = new()
    {
        ["/api"] = """{"kind":"APIVersions","versions":["v1"]}""",
        ["/apis"] = """{"kind":"APIGroupList","apiVersion":"v1","groups":[]}""",
        ["/api/v1"] = """
            {"kind":"APIResourceList","groupVersion":"v1","resources":
             [{"name":"pods","singularName":"pod","namespaced":true,"kind":"Pod","verbs":["get","list"],"shortNames":["po"]}]}
            """,
        ["/api/v1/namespaces/default/pods/p"] = """
            {"kind":"Pod","apiVersion":"v1","metadata":{"name":"p","namespace":"default"},
             "spec":{"containers":[{"name":"c","image":"i"}]},"status":{"phase":"Running"}}
            """,
    };

    private static Task<LoopbackServer> StartApiAsync(Func<HttpContext, Task> stream) => LoopbackServer.StartAsync(async context =>
    {
        if (context.Request.Path.Value is { } path && Answers.TryGetValue(path, out var answer))
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(answer);
            return;
        }

        await stream(context);
    });

    private static Process StartKubectl(Uri server, bool webSockets, params string[] args)
    {
        ProcessStartInfo start = new(ContainerdFactAttribute.Find("kubectl")!, ["--server", server.ToString(), "--kubeconfig", "/dev/null", .. args])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["KUBECTL_REMOTE_COMMAND_WEBSOCKETS"] = start.Environment["KUBECTL_PORT_FORWARD_WEBSOCKETS"] = webSockets ? "true" : "false";
        start.Environment["HOME"] = Path.GetTempPath();
        return Process.Start(start)!;
    }

    [KubectlTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Exec_pipes_input_through_and_exits_as_the_command_does(bool webSockets)
    {
        string? upgrade = null, query = null;
        await using var server = await StartApiAsync(context =>
        {
            (upgrade, query) = (context.Request.Headers.Upgrade, context.Request.QueryString.Value);
            return HandleAsync(context, AllStreams, async session =>
            {
                var input = await session.Stdin!.ReadToEndAsync();
                await session.Stdout!.WriteTextAsync(input.ToUpperInvariant());
                await session.Stderr!.WriteTextAsync("that was all\n");
                await session.CompleteAsync(RemoteCommandStatus.Exited(9));
            });
        });
        using var kubectl = StartKubectl(server.Address, webSockets, "exec", "-i", "p", "--", "tr", "a-z", "A-Z");
        var text = string.Concat(Enumerable.Repeat("the quick brown fox\n", 20_000));

        var (output, error) = (kubectl.StandardOutput.ReadToEndAsync(), kubectl.StandardError.ReadToEndAsync());
        await kubectl.StandardInput.WriteAsync(text);
        kubectl.StandardInput.Close();
        await kubectl.WaitForExitAsync().WaitAsync(Patience);

        Assert.Equal(text.ToUpperInvariant(), await output);
        Assert.Equal("that was all\ncommand terminated with exit code 9\n", await error);
        Assert.Equal(9, kubectl.ExitCode);
        Assert.Equal(webSockets ? "websocket" : "SPDY/3.1", upgrade);
        Assert.StartsWith("?command=tr&command=a-z&command=A-Z&container=c", query);
    }

    [KubectlTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Port_forward_carries_connections_and_says_what_went_wrong(bool webSockets)
    {
        string? upgrade = null;
        await using var server = await StartApiAsync(async context =>
        {
            upgrade = context.Request.Headers.Upgrade;
            await using var session = await StreamingUpgrade.AcceptPortForwardAsync(context, Execution);
            while (await session.AcceptAsync() is { } connection)
            {
                await using var end = connection;
                var said = await connection.Data.ReadToEndAsync();
                await connection.Data.WriteTextAsync($"{connection.Port}: {said}");
                await connection.CompleteAsync(said == "trouble" ? "no such port" : null);
            }
        });
        using var kubectl = StartKubectl(server.Address, webSockets, "port-forward", "pod/p", ":80");
        try
        {
            // Forwarding from 127.0.0.1:12345 -> 80
            var line = await kubectl.StandardOutput.ReadLineAsync().WaitAsync(Patience);
            Assert.NotNull(line);
            var port = int.Parse(line.Split(' ')[2].Split(':')[^1]);

            var large = new string('x', 300_000);
            Assert.Equal("80: hello", await AskAsync(port, "hello"));
            Assert.Equal("80: " + large, await AskAsync(port, large));
            await AskAsync(port, "trouble");
            string? complaint;
            do complaint = await kubectl.StandardError.ReadLineAsync().WaitAsync(Patience);
            while (complaint?.Contains("no such port") == false);
            Assert.NotNull(complaint);
        }
        finally
        {
            kubectl.Kill();
        }

        Assert.Equal(webSockets ? "websocket" : "SPDY/3.1", upgrade);
    }

    private static async Task<string> AskAsync(int port, string text)
    {
        using TcpClient client = new();
        await client.ConnectAsync("127.0.0.1", port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text));
        client.Client.Shutdown(SocketShutdown.Send);
        return await stream.ReadToEndAsync();
    }
}
