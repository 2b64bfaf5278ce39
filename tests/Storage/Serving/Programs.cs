using System.Diagnostics;

namespace Kybernet.Storage.Tests.Serving;

/// <summary>Runs other programs: etcdctl.</summary>
internal static class Programs
{
    /// <summary>Starts a program.</summary>
    public static Process Start(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["ETCDCTL_API"] = "3";
        return Process.Start(start)!;
    }

    /// <summary>Runs a program to its end and returns what it printed on both streams, trimmed, and its exit code.</summary>
    public static async Task<(string Output, int Code)> RunAsync(
        string program, string input, CancellationToken patience, params string[] arguments)
    {
        using var process = Start(program, arguments);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync(patience);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
        // The client's own log lines are JSON.
        var said = (await errors).Split('\n').Where(line => line.Length > 0 && line[0] != '{');
        return (string.Join('\n', (await output).TrimEnd().Split('\n').Concat(said)).Trim(), process.ExitCode);
    }
}
