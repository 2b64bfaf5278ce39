using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Kybernet.EndToEnd.Tests.Product;

/// <summary>Runs programs as a user at a terminal would.</summary>
internal static class Programs
{
    /// <summary>How long anything may take that a person would wait for.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(60);

    /// <summary>Runs a program to its end.</summary>
    public static async Task<CommandOutput> RunAsync(ProcessStartInfo start, string input = "")
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        try
        {
            await process.WaitForExitAsync().WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{start.FileName} {start.Arguments}{string.Join(' ', start.ArgumentList)} did not end; it said: {await output}{await errors}");
        }

        return new CommandOutput(process.ExitCode, await output, await errors);
    }

    /// <summary>Whether there is a program of this name.</summary>
    public static bool Has(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin").Append("/sbin").Any(d => File.Exists(Path.Combine(d, program)));

    /// <summary>A port of the loopback address that nobody listens on.</summary>
    public static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
