using System.Globalization;
using Kybernet.Linux.Networking;
using Kybernet.Linux.Processes;

namespace Kybernet.Linux.Tests.Harness;

/// <summary>A network namespace of a test's own, with its loopback up; whatever the test did in it goes away with it.</summary>
internal sealed class TemporaryNetwork : IAsyncDisposable
{
    private static int _count;

    private readonly ChildProcessRunner _runner = new(TimeProvider.System);

    private TemporaryNetwork(string name) => Name = name;

    public string Name { get; }

    public NetworkNamespace Namespace => new($"/run/netns/{Name}");

    public static async Task<TemporaryNetwork> CreateAsync()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"kyb-test-{Environment.ProcessId}-{Interlocked.Increment(ref _count)}");
        var network = new TemporaryNetwork(name);
        await network.RunOutsideAsync("ip", "netns", "add", name);
        await network.RunAsync("ip", "link", "set", "lo", "up");
        return network;
    }

    /// <summary>Runs a program inside the namespace and returns what it wrote; any exit code but 0 fails the test.</summary>
    public async Task<string> RunAsync(string program, params string[] arguments) =>
        (await TryAsync(program, arguments)).EnsureSuccess().Output;

    public Task<CommandResult> TryAsync(string program, params string[] arguments) =>
        _runner.RunAsync(new Command(program, arguments).In(Namespace), CancellationToken.None);

    public async ValueTask DisposeAsync() => await RunOutsideAsync("ip", "netns", "delete", Name);

    private async Task RunOutsideAsync(string program, params string[] arguments) =>
        (await _runner.RunAsync(new Command(program, arguments), CancellationToken.None)).EnsureSuccess();
}
