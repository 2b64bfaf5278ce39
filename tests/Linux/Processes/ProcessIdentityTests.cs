using Kybernet.Linux.Processes;

namespace Kybernet.Linux.Tests.Processes;

public sealed class ProcessIdentityTests
{
    [Fact]
    public void A_programs_name_may_hold_parentheses_and_spaces()
    {
        var stat = ProcessStat.Parse("42 (a) b (c) S 7 42 42 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 987654 8192 1 18446744073709551615");

        Assert.Equal(new ProcessStat('S', 7, 987654), stat);
    }

    [Fact]
    public void The_same_id_with_another_start_is_another_process()
    {
        var self = ProcessIdentity.Of(Environment.ProcessId)!;

        Assert.True(self.IsRunning);
        Assert.False((self with { StartTime = self.StartTime + 1 }).IsRunning);
    }

    [Fact]
    public void It_survives_a_pid_file_and_a_broken_file_is_nobody()
    {
        using var directory = new Harness.TemporaryDirectory();
        var self = ProcessIdentity.Of(Environment.ProcessId)!;

        self.Save(directory["pid"]);
        File.WriteAllText(directory["broken"], "12");

        Assert.Equal(self, ProcessIdentity.Load(directory["pid"]));
        Assert.Null(ProcessIdentity.Load(directory["broken"]));
        Assert.Null(ProcessIdentity.Load(directory["absent"]));
    }

    [Fact]
    public async Task A_detached_program_has_its_own_session_and_log_and_ends_when_asked()
    {
        using var directory = new Harness.TemporaryDirectory();
        var command = new Command("sh", "-c", "cut -d' ' -f6 /proc/$$/stat; echo err >&2; echo > \"$0\"; while :; do sleep 1000; done", directory["ready"]);

        var process = DetachedProcess.Start(command, directory["log"]);
        await FileSays(directory["ready"]);

        Assert.Equal($"{process.Pid}\nerr\n", await File.ReadAllTextAsync(directory["log"]));
        Assert.Contains(process, ProcessTable.FindByArguments(arguments => arguments.Contains(directory["ready"])));
        await process.EndAsync(TimeSpan.FromSeconds(5), TimeProvider.System, CancellationToken.None);
        Assert.False(process.IsRunning);
        Signals.SendToGroup(process.Pid, Signals.Kill); // its sleep
    }

    private static async Task FileSays(string path)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!File.Exists(path)) await Task.Delay(10, limit.Token);
    }
}
