using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Kybernet.Base;
using Kybernet.Client;
using Kybernet.Host.Cluster;
using Kybernet.Host.Flags;
using Kybernet.Kubelet;
using Kybernet.Storage;
using Kybernet.Wire.Grpc;

namespace Kybernet.Host.Commands.Components;

/// <summary>
/// A component as a program: its flags, its log on the standard error stream, and its end by SIGTERM or Ctrl-C. What goes
/// wrong is one line, and the exit code 1.
/// </summary>
internal static class ComponentProgram
{
    /// <summary>Runs until the component ends or the process is told to stop; returns the exit code.</summary>
    public static async Task<int> RunAsync(Component component, IReadOnlyList<string> arguments)
    {
        var verbosity = component.Flags.Integer("v", 0, "How much is logged: from 4 on details too, from 6 on all there is.");
        var help = component.Flags.Switch("help", false, "Tell what the flags are.");
        var version = component.Flags.Switch("version", false, "Tell the version.");
        try
        {
            var flags = component.Flags.Parse(arguments);
            if (flags.Get(help)) return Print(component);
            if (flags.Get(version)) return Print($"Kubernetes {KubeletOptions.DefaultVersion}");
            var environment = ExecutionEnvironment.System();
            StandardErrorLog log = new(flags.Get(verbosity), environment.Time);
            using var loggers = Logging.Create(log, log.Minimum);
            await RunUntilStoppedAsync(component, new ComponentStart(flags, environment, loggers));
            return 0;
        }
        catch (Exception e) when (e is FlagException or CommandFailure or StoreException or GrpcException or KubeApiException or FormatException
            or ArgumentException or IOException or UnauthorizedAccessException or CryptographicException)
        {
            // The rest of a message may say in many lines what the first one says in one.
            await Console.Error.WriteLineAsync($"Error: {e.Message.Split('\n')[0].TrimEnd()}");
            return 1;
        }
    }

    private static async Task RunUntilStoppedAsync(Component component, ComponentStart start)
    {
        using CancellationTokenSource stopping = new();
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        try
        {
            await component.RunAsync(start, stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Asked to stop, and stopped.
        }

        void Stop(PosixSignalContext signal)
        {
            // Who asks a second time does not want to wait: then the signal does what it always does.
            signal.Cancel = !stopping.IsCancellationRequested;
            stopping.Cancel();
        }
    }

    private static int Print(Component component)
    {
        Console.WriteLine($"{component.Description}\n\nUsage:\n  {component.Name} [flags]");
        foreach (var subcommand in component.Subcommands) Console.WriteLine($"  kybernet {component.Name} {subcommand} --help");
        Console.WriteLine("\nFlags:");
        var flags = component.Flags.All.Select(static f => (f, Left: $"  {(f.Name.Length == 1 ? "-" : "--")}{f.Name} {f.Type}".TrimEnd())).ToList();
        var width = flags.Max(static f => f.Left.Length) + 3;
        foreach (var (flag, left) in flags)
            Console.WriteLine($"{left.PadRight(width)}{flag.Help}{(flag.DefaultText.Length > 0 ? $" (default {flag.DefaultText})" : "")}");
        return 0;
    }

    private static int Print(string line)
    {
        Console.WriteLine(line);
        return 0;
    }
}
