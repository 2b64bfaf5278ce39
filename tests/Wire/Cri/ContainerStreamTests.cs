using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Kybernet.Wire.Cri;
using Kybernet.Wire.Streaming;
using Kybernet.Wire.Tests.Streaming;
using static Kybernet.Wire.Tests.Streaming.CommandServer;

namespace Kybernet.Wire.Tests.Cri;

/// <summary>exec, attach and port-forward against a real container: containerd's end of SPDY is the one that counts.</summary>
[Collection(nameof(TestContainerd))]
public sealed class ContainerStreamTests(TestContainerd containerd) : IDisposable
{
    private readonly SpdyDialer _dialer = new(Execution);

    public void Dispose() => _dialer.Dispose();

    private async Task<IRemoteCommand> ExecAsync(TestPod pod, RemoteCommandOptions options, params string[] command)
    {
        ExecRequest request = new()
        {
            ContainerId = pod.Container,
            Stdin = options.Stdin,
            Stdout = options.Stdout,
            Stderr = options.Stderr,
            Tty = options.Tty,
        };
        request.Cmd.Add(command);
        var exec = await containerd.Runtime.ExecAsync(request);
        return await _dialer.StartCommandAsync(new(exec.Url), options);
    }

    [ContainerdFact("catatonit", "busybox", "runc", "ctr")]
    public async Task Commands_in_a_container_read_write_and_end()
    {
        await using var pod = await TestPod.StartAsync(containerd);

        await using (var command = await ExecAsync(pod, AllStreams, "/bin/busybox", "sh", "-c", "echo out; echo err >&2; exit 7"))
        {
            var (output, error) = (command.Stdout!.ReadUntilResetAsync(), command.Stderr!.ReadUntilResetAsync());
            Assert.Equal(("out\n", "err\n"), (await output, await error));
            Assert.Equal(7, (await command.Completion.WaitAsync(Patience)).ExitCode);
        }

        // The end of stdin reaches the process, or cat would never end; much data passes both ways.
        await using (var cat = await ExecAsync(pod, AllStreams, "/bin/busybox", "cat"))
        {
            var bytes = new byte[3_000_000];
            new Random(1).NextBytes(bytes);
            var hash = SHA256.HashDataAsync(cat.Stdout!).AsTask();
            await cat.Stdin!.WriteAsync(bytes);
            await cat.Stdin!.CloseWriteAsync();
            Assert.Equal(SHA256.HashData(bytes), await hash.WaitAsync(Patience));
            Assert.Equal(0, (await cat.Completion.WaitAsync(Patience)).ExitCode);
        }

        const string waitForSize =
            "until /bin/busybox stty size 2>&1 | /bin/busybox grep 31; do /bin/busybox usleep 20000; done; read line; echo $line";
        await using (var shell = await ExecAsync(pod, Terminal, "/bin/busybox", "sh", "-c", waitForSize))
        {
            await shell.ResizeAsync(new(91, 31));
            await shell.Stdin!.WriteTextAsync("heard\n");
            var output = await shell.Stdout!.ReadUntilResetAsync();
            Assert.Contains("31 91\r\n", output);
            Assert.Contains("heard\r\n", output);
        }

        var missing = await ExecAsync(pod, AllStreams, "/bin/nothing");
        await using (missing)
        {
            var status = await missing.Completion.WaitAsync(Patience);
            Assert.Null(status.ExitCode);
            Assert.Contains("no such file or directory", status.Message);
        }
    }

    [ContainerdFact("catatonit", "busybox", "runc", "ctr")]
    public async Task Through_a_relay_a_websocket_client_talks_to_a_container()
    {
        await using var pod = await TestPod.StartAsync(containerd);
        await using var kubelet = await StartAsync(AllStreams, async session =>
        {
            await using var command = await ExecAsync(pod, AllStreams, "/bin/busybox", "sh", "-c", "/bin/busybox cat; exit 3");
            await RemoteCommandRelay.RunAsync(session, command);
        });
        await using var asked = await ConnectAsync(Way.WebSocketV5, kubelet.Address, AllStreams);
        var text = new string('k', 500_000);

        var output = asked.Stdout!.ReadToEndAsync();
        await asked.Stdin!.WriteTextAsync(text);
        await asked.Stdin!.CloseWriteAsync();

        Assert.Equal(text, await output);
        Assert.Equal(3, (await asked.Completion.WaitAsync(Patience)).ExitCode);
    }

    [ContainerdFact("catatonit", "busybox", "runc", "ctr")]
    public async Task One_can_attach_to_a_running_shell()
    {
        await using var pod = await TestPod.StartAsync(containerd, tty: true, "sh");
        var attach = await containerd.Runtime.AttachAsync(
            new() { ContainerId = pod.Container, Stdin = true, Stdout = true, Tty = true });
        await using var shell = await _dialer.StartCommandAsync(new(attach.Url), Terminal);

        await shell.Stdin!.WriteTextAsync("echo $((6*7)); exit\n");

        Assert.Contains("42", await shell.Stdout!.ReadUntilResetAsync());
    }

    [ContainerdFact("catatonit", "busybox", "runc", "ctr")]
    public async Task Ports_of_a_pod_are_forwarded()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        await using var pod = await TestPod.StartAsync(containerd);
        var forward = await containerd.Runtime.PortForwardAsync(new() { PodSandboxId = pod.Sandbox, Port = { port } });
        await using var forwarder = await _dialer.StartPortForwardAsync(new(forward.Url));

        await using (var connection = await forwarder.OpenAsync(port))
        {
            using var accepted = await listener.AcceptTcpClientAsync().WaitAsync(Patience);
            await connection.Data.WriteTextAsync("ping");
            var heard = new byte[4];
            await accepted.GetStream().ReadExactlyAsync(heard);
            await accepted.GetStream().WriteAsync("pong"u8.ToArray());
            accepted.Client.Shutdown(SocketShutdown.Send);

            Assert.Equal("ping"u8.ToArray(), heard);
            Assert.Equal("pong", await connection.Data.ReadToEndAsync());
        }

        listener.Stop();
        await using var refused = await forwarder.OpenAsync(port);
        Assert.Contains("refused", await refused.ReadErrorAsync().WaitAsync(Patience));
    }
}
