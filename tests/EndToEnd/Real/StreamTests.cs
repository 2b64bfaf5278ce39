using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Kybernet.EndToEnd.Tests.Real;

/// <summary>Logs, and everything that goes in and out of containers while they run.</summary>
[Collection(RealNode.Collection)]
public sealed partial class StreamTests(RealNode node)
{
    [NodeFact]
    public async Task Logs_are_read_followed_and_kept_of_the_container_before()
    {
        var ns = await node.NamespaceAsync();
        await node.PodAsync(ns, "counts", "for i in 1 2 3; do echo line $i; done; trap 'echo bye; exit' TERM; sleep 1000 & wait");
        var kubectl = node.Kubectl;
        Assert.Equal("line 1\nline 2\nline 3\n", await kubectl.WaitAsync($"logs counts -n {ns}", s => s.Contains('3')));
        Assert.Equal("line 3\n", await kubectl.RunAsync($"logs counts -n {ns} --tail=1"));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z line 3\n$", await kubectl.RunAsync($"logs counts -n {ns} --tail=1 --timestamps"));
        Assert.Equal("line 1\nline 2\nline 3\n", await kubectl.RunAsync($"logs counts -n {ns} --since=10m"));
        Assert.Equal("line 1", await kubectl.RunAsync($"logs counts -n {ns} --limit-bytes=6"));

        await using (var follow = kubectl.Start($"logs -f counts -n {ns}"))
        {
            await follow.WaitForAsync(s => s.Contains("line 3", StringComparison.Ordinal));
            await kubectl.RunAsync($"delete pod counts -n {ns} --grace-period=20");
            await follow.WaitForAsync(s => s.EndsWith("bye", StringComparison.Ordinal));
            Assert.Equal(0, await follow.EndAsync());
        }

        await kubectl.RunAsync($"run twice -n {ns} --image={TestImage.Name} --command -- sh -c \"echo first; sleep 1; exit 1\"");
        await kubectl.WaitAsync($"get pod twice -n {ns} -o jsonpath={{.status.containerStatuses[0].restartCount}}", s => s != "0" && s.Length > 0);
        Assert.Equal("first\n", await kubectl.RunAsync($"logs twice -n {ns} --previous"));
    }

    [NodeFact]
    public async Task Exec_runs_with_and_without_a_terminal_and_tells_exit_codes()
    {
        var ns = await node.NamespaceAsync();
        await node.PodAsync(ns, "box", "sleep 1000");
        Assert.Equal("hello\n", await node.Kubectl.RunAsync($"exec -i box -n {ns} -- cat", "hello\n"));
        var apart = await node.Kubectl.TryAsync($"exec box -n {ns} -- sh -c \"echo out; echo err >&2; exit 7\"");
        Assert.Equal((7, "out\n"), (apart.Code, apart.Output));
        Assert.StartsWith("err\n", apart.Errors);

        var typed = await node.Kubectl.AtTerminalAsync($"exec -it box -n {ns} -- sh", "tty\nexit 3\n");
        Assert.Equal(3, typed.Code);
        Assert.Contains("/dev/pts/", typed.Output);
    }

    [NodeFact]
    public async Task Attach_reaches_the_program_that_runs()
    {
        var ns = await node.NamespaceAsync();
        await node.PodAsync(ns, "echoes", "while read line; do echo got $line; [ $line = end ] && exit 0; done", "stdin: true\n    stdinOnce: true");
        var said = await node.Kubectl.TryAsync($"attach -i echoes -n {ns}", "one\nend\n");
        Assert.Contains("got one\ngot end\n", said.Output);
    }

    [NodeFact(since: 25)]
    public async Task An_ephemeral_container_looks_into_a_pod_that_goes_on()
    {
        var ns = await node.NamespaceAsync();
        await node.PodAsync(ns, "box", "sleep 1000");
        var typed = await node.Kubectl.AtTerminalAsync(
            $"debug -it box -n {ns} --image={TestImage.Name} --target=main -c tools --profile=general -- sh", "cat /proc/1/cmdline; echo sum $((40+2))\nexit 3\n");
        Assert.Contains("sleep\01000\0", typed.Output); // the target's first process, as its own
        Assert.Contains("sum 42", typed.Output);

        Assert.Equal("3 0", await node.Kubectl.WaitAsync(
            $"get pod box -n {ns} -o \"jsonpath={{.status.ephemeralContainerStatuses[0].state.terminated.exitCode}} {{.status.ephemeralContainerStatuses[0].restartCount}}\"",
            static s => !s.StartsWith(' ')));
        Assert.Contains("sum 42", await node.Kubectl.RunAsync($"logs box -n {ns} -c tools"));
        Assert.Matches("box +1/1 +Running +0 ", await node.Kubectl.RunAsync($"get pod box -n {ns}"));
    }

    [NodeFact]
    public async Task Files_are_copied_both_ways_unchanged()
    {
        var ns = await node.NamespaceAsync();
        await node.PodAsync(ns, "files", "sleep 1000");
        using TemporaryFiles files = new();
        var bytes = RandomNumberGenerator.GetBytes(3_000_000);
        await File.WriteAllBytesAsync(files["there"], bytes);

        await node.Kubectl.RunAsync($"cp {files["there"]} {ns}/files:/tmp/there");
        await node.Kubectl.RunAsync($"cp {ns}/files:/tmp/there {files["back"]}");
        Assert.Equal(bytes, await File.ReadAllBytesAsync(files["back"]));
    }

    [NodeFact]
    public async Task A_port_is_forwarded()
    {
        var ns = await node.NamespaceAsync();
        await node.PodAsync(ns, "serves", "echo welcome > /www/index.html; httpd -f -p 8080 -h /www");
        await using var forward = node.Kubectl.Start($"port-forward pod/serves :8080 -n {ns}");
        var said = await forward.WaitForAsync(s => Forwarding().IsMatch(s));
        using HttpClient http = new();
        for (var i = 0; i < 3; i++)
            Assert.Equal("welcome\n", await http.GetStringAsync(new Uri($"http://127.0.0.1:{Forwarding().Match(said).Groups[1].Value}/")));
    }

    [NodeFact]
    public async Task A_pod_is_run_from_a_terminal_and_removed()
    {
        var ns = await node.NamespaceAsync();
        var typed = await node.Kubectl.AtTerminalAsync($"run shell -it --rm --restart=Never --image={TestImage.Name} -n {ns} -- sh", "echo sum $((40+2))\nexit\n");
        Assert.Contains("sum 42", typed.Output);
        Assert.Contains("pod \"shell\" deleted", typed.Output);
        Assert.Equal(0, typed.Code);
        Assert.Equal("", await node.Kubectl.RunAsync($"get pods -n {ns} -o name"));
    }

    [GeneratedRegex(@"Forwarding from 127\.0\.0\.1:(\d+) -> 8080")]
    private static partial Regex Forwarding();
}
