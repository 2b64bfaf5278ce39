using System.Diagnostics;
using System.Globalization;

namespace Kybernet.EndToEnd.Tests.Components;

/// <summary>The real executable as one component.</summary>
internal sealed class ComponentProcess : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly List<string> _said = [];
    private readonly SemaphoreSlim _more = new(0);

    private ComponentProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
    }

    /// <summary>All that it said so far.</summary>
    public string Said
    {
        get
        {
            lock (_said) return string.Join('\n', _said);
        }
    }

    /// <summary>Starts <c>kybernet NAME FLAGS...</c>.</summary>
    public static ComponentProcess Start(string name, params IEnumerable<string> flags) => Launch(Executable, [name, .. flags]);

    /// <summary>Starts a program as it is.</summary>
    public static ComponentProcess Launch(string program, params IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        // The executable looks for the runtime where it is usually installed; this is where ours came from.
        if (Path.GetFileName(Environment.ProcessPath) == "dotnet") start.Environment["DOTNET_ROOT"] = Path.GetDirectoryName(Environment.ProcessPath);
        ComponentProcess component = new(Process.Start(start)!);
        component._process.BeginOutputReadLine();
        component._process.BeginErrorReadLine();
        return component;
    }

    /// <summary>The built executable.</summary>
    public static string Executable
    {
        get
        {
            // tests/EndToEnd/bin/CONFIGURATION/FRAMEWORK → src/Kybernet/bin/CONFIGURATION/FRAMEWORK
            var framework = new DirectoryInfo(AppContext.BaseDirectory);
            var configuration = framework.Parent!;
            var root = configuration.Parent!.Parent!.Parent!.Parent!.FullName;
            return Path.Combine(root, "src", "Kybernet", "bin", configuration.Name, framework.Name, "kybernet");
        }
    }

    /// <summary>Waits until it has said something.</summary>
    public async Task WaitForAsync(string text)
    {
        var clock = Stopwatch.StartNew();
        while (!Said.Contains(text, StringComparison.Ordinal))
        {
            Assert.True(clock.Elapsed < Limit && !_process.HasExited, $"it never said \"{text}\", but: {Said}");
            await _more.WaitAsync(TimeSpan.FromSeconds(1));
        }
    }

    /// <summary>Waits for its own end and returns the exit code.</summary>
    public async Task<int> EndAsync()
    {
        // Ends when all that it said is read, too.
        await _process.WaitForExitAsync().WaitAsync(Limit);
        return _process.ExitCode;
    }

    /// <summary>Asks it to stop, by SIGTERM or another signal, and returns the exit code.</summary>
    public async Task<int> StopAsync(string signal = "TERM")
    {
        using (var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync();
        return await EndAsync();
    }

    /// <summary>Ends it at once if it runs.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await StopAsync("KILL");
        _process.Dispose();
        _more.Dispose();
    }

    private void Hear(string? line)
    {
        if (line is null) return;
        lock (_said) _said.Add(line);
        try
        {
            _more.Release();
        }
        catch (ObjectDisposedException)
        {
            // Nobody listens any more.
        }
    }
}
