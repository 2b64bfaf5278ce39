using System.Diagnostics;
using System.Text;

namespace Kybernet.Linux.Processes;

/// <summary>
/// Runs programs as children in sessions of their own, so that a program and its whole process group can be ended by one
/// signal, and a Ctrl-C in our terminal does not reach a half-done change of the kernel.
/// </summary>
/// <param name="time">Measures the timeouts.</param>
public sealed class ChildProcessRunner(TimeProvider time) : ICommandRunner
{
    /// <inheritdoc/>
    public async Task<CommandResult> RunAsync(Command command, CancellationToken cancellation)
    {
        using var process = Start(command);
        using var timeout = new CancellationTokenSource(command.Timeout, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeout.Token);
        var output = BoundedReader.ReadAsync(process.StandardOutput.BaseStream, command.MaxOutputBytes);
        var error = BoundedReader.ReadAsync(process.StandardError.BaseStream, command.MaxOutputBytes);
        try
        {
            await WriteInputAsync(process, command.Input).WaitAsync(stop.Token);
            await process.WaitForExitAsync(stop.Token);
            var (outputText, outputCut) = await output.WaitAsync(stop.Token);
            var (errorText, errorCut) = await error.WaitAsync(stop.Token);
            return new CommandResult(command, process.ExitCode, outputText, errorText, outputCut || errorCut);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            KillGroup(process);
            // Without the token: a process that got SIGKILL ends, and is a zombie until somebody waits for it.
            await process.WaitForExitAsync(CancellationToken.None);
            cancellation.ThrowIfCancellationRequested();
            throw new TimeoutException($"'{command}' did not end within {command.Timeout.TotalSeconds:0.#} s and was killed");
        }
    }

    private static Process Start(Command command)
    {
        // setsid(1) becomes the program by exec, keeping the process id: that id names the new session and its group.
        var start = new ProcessStartInfo(Programs.Require("setsid"), [Programs.Require(command.Program), .. command.Arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["LC_ALL"] = "C"; // messages are matched and shown: the same on every machine
        foreach (var (name, value) in command.Environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private static async Task WriteInputAsync(Process process, string? input)
    {
        try
        {
            if (input is not null) await process.StandardInput.BaseStream.WriteAsync(Encoding.UTF8.GetBytes(input));
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The program ended without reading all of its input. Its exit code and its words tell why.
        }
    }

    private static void KillGroup(Process process)
    {
        // In the moment before setsid has run there is no such group yet, only the process.
        if (!Signals.SendToGroup(process.Id, Signals.Kill)) process.Kill();
    }
}
