using Kybernet.Base;
using Kybernet.Client;
using Microsoft.Extensions.Logging;

namespace Kybernet.ControllerManager;

/// <summary>What controllers are made of.</summary>
internal sealed class ControllerContext(
    Func<string, IKubeClient> clients, InformerFactory informers, ExecutionEnvironment environment, ILoggerFactory loggers, ControllerManagerOptions options)
    : IAsyncDisposable
{
    private readonly List<EventRecorder> _recorders = [];

    /// <summary>Caches shared by all controllers.</summary>
    public InformerFactory Informers { get; } = informers;

    /// <summary>Clock, chance and scheduler.</summary>
    public ExecutionEnvironment Environment { get; } = environment;

    /// <summary>How the controllers are to behave.</summary>
    public ControllerManagerOptions Options { get; } = options;

    /// <summary>The client of a controller, as its own service account in kube-system.</summary>
    public IKubeClient ClientFor(string serviceAccount) => clients(serviceAccount);

    /// <summary>A logger in a controller's name.</summary>
    public ILogger LoggerFor(string name) => loggers.CreateLogger($"Kybernet.ControllerManager.{name}");

    /// <summary>Where a controller tells what it does.</summary>
    public IEventRecorder RecorderFor(IKubeClient client, string component)
    {
        EventRecorder recorder = new(client, Environment, component, "", loggers.CreateLogger<EventRecorder>());
        _recorders.Add(recorder);
        return recorder;
    }

    /// <summary>Writes the events that are still to be told.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var recorder in _recorders) await recorder.DisposeAsync();
    }
}
