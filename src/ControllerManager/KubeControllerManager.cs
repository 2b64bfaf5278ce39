using Kybernet.Base;
using Kybernet.Client;
using Microsoft.Extensions.Logging;

namespace Kybernet.ControllerManager;

/// <summary>The kube-controller-manager: all controllers over one set of caches.</summary>
/// <param name="client">The manager's own client, <c>system:kube-controller-manager</c>: it fills the caches.</param>
/// <param name="clients">
/// The client of each controller by the name of its service account in kube-system: a controller writes with its own
/// rights and no others (upstream's --use-service-account-credentials).
/// </param>
/// <param name="environment">Clock, chance and scheduler.</param>
/// <param name="loggers">Makes the controllers' loggers.</param>
/// <param name="options">Which controllers, and how they behave; null: upstream's defaults.</param>
public sealed partial class KubeControllerManager(
    IKubeClient client,
    Func<string, IKubeClient> clients,
    ExecutionEnvironment environment,
    ILoggerFactory loggers,
    ControllerManagerOptions? options = null)
{
    private readonly ControllerManagerOptions _options = options ?? new ControllerManagerOptions();
    private readonly ILogger _logger = loggers.CreateLogger<KubeControllerManager>();
    private readonly TaskCompletionSource _started = new();

    /// <summary>The controllers there are, by upstream's names for <c>--controllers</c>.</summary>
    public static IReadOnlyList<string> ControllerNames { get; } = [.. ControllerCatalog.All.Select(static k => k.Name)];

    /// <summary>Completes when the caches are filled and the controllers work.</summary>
    public Task Started => _started.Task;

    /// <summary>Runs until cancelled.</summary>
    /// <exception cref="ArgumentException">The options name a controller that there is not.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        InformerFactory informers = new(client.Transport, environment, loggers);
        await using ControllerContext context = new(clients, informers, environment, loggers, _options);
        var controllers = ControllerCatalog.Enabled(_options).Select(k => k.Create(context)).ToArray();
        informers.Start(cancellation);
        await informers.WaitForSyncAsync(cancellation);
        LogStarted(controllers.Length);
        _started.TrySetResult();
        await Task.WhenAll(controllers.Select(c => environment.Run(() => c.RunAsync(cancellation), CancellationToken.None)));
        await informers.WaitForEndAsync();
    }

    [LoggerMessage(LogLevel.Information, "Caches are filled; {Count} controllers start")]
    private partial void LogStarted(int count);
}
