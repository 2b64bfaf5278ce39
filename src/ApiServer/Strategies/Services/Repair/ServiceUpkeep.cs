using System.Net;
using Kybernet.ApiServer.Bootstrap;
using Kybernet.ApiServer.Registry;
using Kybernet.Base;
using Kybernet.Client;
using Kybernet.Storage;
using Microsoft.Extensions.Logging;

namespace Kybernet.ApiServer.Strategies.Services.Repair;

/// <summary>
/// Keeps the default ServiceCIDR there (upstream's kubernetes-service-cidr-controller), and what Services have in order
/// (upstream's repair controllers).
/// </summary>
/// <param name="cidr">The default ServiceCIDR.</param>
/// <param name="repair">The repair.</param>
/// <param name="isShared">Whether other servers write to the same store.</param>
/// <param name="environment">Clock and scheduler.</param>
/// <param name="logger">Where failures are told.</param>
internal sealed partial class ServiceUpkeep(
    DefaultServiceCidr cidr, AllocationRepair repair, bool isShared, ExecutionEnvironment environment, ILogger logger) : IUpkeep
{
    private const int RoundsBetweenRepairs = 18;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public async Task PrepareAsync(CancellationToken cancellation)
    {
        await cidr.EnsureAsync(cancellation);
        await repair.RunAsync(isAlone: !isShared, cancellation);
    }

    /// <inheritdoc/>
    public Task OpenAsync(IReadOnlyList<IPEndPoint> listening, CancellationToken cancellation) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken cancellation)
    {
        for (var round = 1; !cancellation.IsCancellationRequested; round++)
        {
            try
            {
                await environment.Delay(Round, cancellation);
                await cidr.EnsureAsync(cancellation);
                if (round % RoundsBetweenRepairs == 0 || repair.IsWaitingForServices) await repair.RunAsync(isAlone: false, cancellation);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is StoreException or KubeApiException)
            {
                LogFailed(e);
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => repair.DisposeAsync();

    [LoggerMessage(LogLevel.Warning, "addresses and ports of services could not be looked after; it is tried again")]
    private partial void LogFailed(Exception exception);
}
