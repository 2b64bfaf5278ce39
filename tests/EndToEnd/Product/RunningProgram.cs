using System.Diagnostics;

namespace Kybernet.EndToEnd.Tests.Product;

/// <summary>A program that goes on while the test looks at what it says. Disposing ends it.</summary>
public sealed class RunningProgram : IAsyncDisposable
{
    private readonly Process _process;
    private readonly List<string> _lines = [];
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Starts it.</summary>
    public RunningProgram(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += Read;
        _process.ErrorDataReceived += Read;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Its id.</summary>
    public int Id => _process.Id;

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>What it has said so far.</summary>
    public string Said
    {
        get
        {
            lock (_lines) return string.Join('\n', _lines);
        }
    }

    /// <summary>Waits until what it has said is as wanted.</summary>
    public async Task<string> WaitForAsync(Func<string, bool> isWanted)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            Task more;
            lock (_lines) more = _more.Task;
            if (isWanted(Said)) return Said;
            Assert.False(_process.HasExited && !isWanted(Said), $"it ended (exit code {(_process.HasExited ? _process.ExitCode : 0)}) and had said: {Said}");
            Assert.True(clock.Elapsed < Programs.Patience, $"it never said what was wanted, but: {Said}");
            await Task.WhenAny(more, _process.WaitForExitAsync(), Task.Delay(Programs.Patience - clock.Elapsed + TimeSpan.FromSeconds(1)));
        }
    }

    /// <summary>Waits for its end and returns its exit code.</summary>
    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Programs.Patience);
        return _process.ExitCode;
    }

    /// <summary>Waits until it has said something.</summary>
    public Task<string> WaitForAsync(string text) => WaitForAsync(said => said.Contains(text, StringComparison.Ordinal));

    /// <summary>Asks it to stop, by SIGTERM or another signal, waits for that and returns its exit code.</summary>
    public async Task<int> StopAsync(string signal = "TERM")
    {
        using (var kill = Process.Start("kill", [$"-{signal}", $"{_process.Id}"])) await kill.WaitForExitAsync();
        return await EndAsync();
    }

    /// <summary>Ends it at once, as a crash would.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
    }

    private void Read(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is null) return;
        lock (_lines)
        {
            _lines.Add(line.Data);
            _more.TrySetResult();
            _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
