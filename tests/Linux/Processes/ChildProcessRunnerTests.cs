using System.Globalization;
using Kybernet.Linux.Processes;

namespace Kybernet.Linux.Tests.Processes;

public sealed class ChildProcessRunnerTests
{
    private readonly ChildProcessRunner _runner = new(TimeProvider.System);

    [Fact]
    public async Task Output_error_and_exit_code_come_back()
    {
        var result = await RunAsync("echo out; echo err >&2; exit 3");

        Assert.Equal((3, "out\n", "err\n", false), (result.ExitCode, result.Output, result.Error, result.Truncated));
    }

    [Fact]
    public async Task The_input_is_the_programs_whole_input()
    {
        var input = string.Concat(Enumerable.Range(0, 50_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i}\n")));

        var result = await _runner.RunAsync(new Command("cat") { Input = input }, CancellationToken.None);

        Assert.Equal(input, result.Output);
    }

    [Fact]
    public async Task A_program_that_leaves_its_input_unread_still_tells_its_exit_code()
    {
        var result = await _runner.RunAsync(new Command("sh", "-c", "exit 4") { Input = new string('x', 1 << 20) }, CancellationToken.None);

        Assert.Equal(4, result.ExitCode);
    }

    [Fact]
    public async Task Output_is_kept_up_to_the_bound_and_the_program_is_not_blocked()
    {
        var result = await _runner.RunAsync(new Command("head", "-c", "1000000", "/dev/zero") { MaxOutputBytes = 10_000 }, CancellationToken.None);

        Assert.Equal((0, 10_000, true), (result.ExitCode, result.Output.Length, result.Truncated));
    }

    [Fact]
    public async Task A_timeout_kills_the_program_and_what_it_started()
    {
        using var directory = new Harness.TemporaryDirectory();
        var pidFile = directory["child"];
        var command = new Command("sh", "-c", "sleep 1000 & echo $! > \"$0\"; wait", pidFile) { Timeout = TimeSpan.FromSeconds(1) };

        await Assert.ThrowsAsync<TimeoutException>(() => _runner.RunAsync(command, CancellationToken.None));

        await AssertGoneAsync(int.Parse(await File.ReadAllTextAsync(pidFile), CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Cancelling_kills_the_program()
    {
        using var cancellation = new CancellationTokenSource();
        var running = _runner.RunAsync(new Command("sleep", "1000"), cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_named()
    {
        var thrown = await Assert.ThrowsAsync<FileNotFoundException>(() => _runner.RunAsync(new Command("no-such-program"), CancellationToken.None));

        Assert.Equal("the program 'no-such-program' is not installed on this machine", thrown.Message);
    }

    [Fact]
    public async Task A_failure_says_what_was_run_and_what_it_said()
    {
        var result = await _runner.RunAsync(new Command("sh", "-c", "echo no luck >&2; exit 2"), CancellationToken.None);

        var thrown = Assert.Throws<CommandFailedException>(() => result.EnsureSuccess());
        Assert.Equal("'sh -c echo no luck >&2; exit 2' ended with exit code 2: no luck", thrown.Message);
    }

    private Task<CommandResult> RunAsync(string script) => _runner.RunAsync(new Command("sh", "-c", script), CancellationToken.None);

    /// <summary>The orphan is reaped by init a moment after it died; until then it is a zombie, which counts as gone.</summary>
    private static async Task AssertGoneAsync(int pid)
    {
        if (ProcessIdentity.Of(pid) is { } process) await process.EndAsync(TimeSpan.Zero, TimeProvider.System, CancellationToken.None);
        Assert.Null(ProcessIdentity.Of(pid));
    }
}
