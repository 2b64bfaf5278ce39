using System.Net;
using System.Net.Sockets;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Discovery.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.Base;
using Kybernet.Client;
using Kybernet.Storage;
using Microsoft.Extensions.Logging;

namespace Kybernet.ApiServer.Strategies.Services.Repair;

/// <summary>
/// Keeps the Service <c>kubernetes</c> in the namespace default, by which pods reach the API, and its endpoints: the
/// addresses at which API servers live (upstream's kubernetesservice controller with its lease reconciler).
/// </summary>
/// <param name="transport">Into this server.</param>
/// <param name="leases">Who lives.</param>
/// <param name="serviceAddress">The first address of the service CIDR.</param>
/// <param name="advertiseAddress">Where this server is reached. A loopback address is not published: no pod could use it.</param>
/// <param name="advertisePort">The port at <paramref name="advertiseAddress"/>, where this server does not listen itself.</param>
/// <param name="environment">Clock and scheduler.</param>
/// <param name="logger">Where failures are told.</param>
internal sealed partial class KubernetesService(
    Func<IKubeTransport> transport, MasterLeases leases, IPAddress serviceAddress, IPAddress advertiseAddress, int advertisePort, ExecutionEnvironment environment,
    ILogger logger) : IUpkeep
{
    // Longer than an address lies there whose Service never came.
    private const int MaxTries = 90;

    private const string Name = "kubernetes";
    private const string Namespace = "default";

    // Upstream's endpoint reconcile interval.
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    private int _port = advertisePort;

    private KubeClient Client => field ??= new KubeClient(transport());

    /// <inheritdoc/>
    public Task PrepareAsync(CancellationToken cancellation) => Task.CompletedTask;

    private bool IsPublished => !IPAddress.IsLoopback(advertiseAddress);

    /// <summary>Creates or corrects the Service and its endpoints.</summary>
    public async Task OpenAsync(IReadOnlyList<IPEndPoint> listening, CancellationToken cancellation)
    {
        if (listening.Count > 0) _port = listening[0].Port;
        await ReconcileAsync(cancellation);
    }

    /// <summary>
    /// Makes the Service again, should somebody delete it, says that this server lives, and keeps the endpoints as the living are. When
    /// it ends, this server is none of them any more.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await environment.Delay(Period, cancellation);
                await ReconcileAsync(cancellation);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e) when (e is StoreException or KubeApiException)
            {
                LogNotKept(e);
            }
        }
        await LeaveAsync();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task ReconcileAsync(CancellationToken cancellation)
    {
        await EnsureServiceAsync(cancellation);
        if (!IsPublished) return;
        await leases.RenewAsync(cancellation);
        await PublishAsync(await leases.ListAsync(cancellation), cancellation);
    }

    /// <summary>Not when this was the only one: somebody will come again, and until then nobody minds.</summary>
    private async Task LeaveAsync()
    {
        if (!IsPublished) return;
        try
        {
            await leases.RemoveAsync(CancellationToken.None);
            if (await leases.ListAsync(CancellationToken.None) is { Count: > 0 } others) await PublishAsync(others, CancellationToken.None);
        }
        catch (Exception e) when (e is StoreException or KubeApiException)
        {
            // The lease runs out by itself.
            LogNotKept(e);
        }
    }

    private async Task PublishAsync(IReadOnlyList<IPAddress> servers, CancellationToken cancellation)
    {
        await ApplyAsync(Endpoints(servers), static (current, wanted) => current.Subsets = wanted.Subsets, cancellation);
        await ApplyAsync(
            Slice(servers),
            static (current, wanted) => (current.Endpoints, current.Ports) = (wanted.Endpoints, wanted.Ports),
            cancellation);
    }

    private async Task EnsureServiceAsync(CancellationToken cancellation)
    {
        if (!await IsThereAsync(cancellation)) await CreateServiceAsync(cancellation);
    }

    private async Task CreateServiceAsync(CancellationToken cancellation)
    {
        for (var tried = 1; ; tried++)
        {
            try
            {
                await CreateAsync(Service(), cancellation);
                return;
            }
            catch (KubeApiException e) when (e.Code == 422 && tried < MaxTries)
            {
                // The address is taken: for this very Service, if another API server on the same store is quicker.
                if (await IsThereAsync(cancellation)) return;
                if (!await IsOnItsWayAsync(cancellation)) throw;
            }

            // Or was, and is no more: then the repair sets it free.
            await environment.Delay(TimeSpan.FromSeconds(1), cancellation);
        }
    }

    private async Task<bool> IsThereAsync(CancellationToken cancellation)
    {
        try
        {
            await Client.GetAsync<Service>(Namespace, Name, cancellation);
            return true;
        }
        catch (KubeApiException e) when (e.IsNotFound)
        {
            return false;
        }
    }

    private async Task<bool> IsOnItsWayAsync(CancellationToken cancellation)
    {
        try
        {
            var taken = await Client.GetAsync<Api.Networking.V1.IPAddress>("", serviceAddress.ToString(), cancellation);
            return taken.Spec.ParentRef is { Name: Name, Namespace: Namespace };
        }
        catch (KubeApiException e) when (e.IsNotFound)
        {
            // Free again.
            return true;
        }
    }

    private async Task ApplyAsync<T>(T wanted, Action<T, T> change, CancellationToken cancellation)
        where T : Api.KubeObject, Api.IKubeResource, new()
    {
        try
        {
            var current = await Client.GetAsync<T>(Namespace, Name, cancellation);
            var changed = (T)current.Clone();
            change(changed, wanted);
            if (!changed.DeepEquals(current)) await Client.UpdateAsync(changed, cancellation: cancellation);
        }
        catch (KubeApiException e) when (e.IsNotFound)
        {
            await CreateAsync(wanted, cancellation);
        }
    }

    private async Task CreateAsync<T>(T wanted, CancellationToken cancellation)
        where T : Api.KubeObject, Api.IKubeResource, new()
    {
        try
        {
            await Client.CreateAsync(wanted, cancellation);
        }
        catch (KubeApiException e) when (e.IsAlreadyExists)
        {
            // Another API server on the same store was quicker.
        }
    }

    private Service Service() => new()
    {
        Metadata = new()
        {
            Name = Name, Namespace = Namespace, Labels = new() { ["component"] = "apiserver", ["provider"] = "kubernetes" },
        },
        Spec = new()
        {
            Ports = [new() { Name = "https", Protocol = "TCP", Port = 443, TargetPort = _port }],
            ClusterIP = serviceAddress.ToString(),
            ClusterIPs = [serviceAddress.ToString()],
            IpFamilies = [Family(serviceAddress)],
            IpFamilyPolicy = "SingleStack",
            SessionAffinity = "None",
            Type = "ClusterIP",
        },
    };

    // All servers of a cluster have one port, as upstream assumes.
    private Endpoints Endpoints(IReadOnlyList<IPAddress> servers) => new()
    {
        Metadata = new()
        {
            Name = Name, Namespace = Namespace, Labels = new() { ["endpointslice.kubernetes.io/skip-mirror"] = "true" },
        },
        Subsets =
        [
            new()
            {
                Addresses = [.. servers.Select(static server => new EndpointAddress { Ip = server.ToString() })],
                Ports = [new() { Name = "https", Port = _port, Protocol = "TCP" }],
            },
        ],
    };

    private EndpointSlice Slice(IReadOnlyList<IPAddress> servers) => new()
    {
        Metadata = new() { Name = Name, Namespace = Namespace, Labels = new() { ["kubernetes.io/service-name"] = Name } },
        AddressType = Family(advertiseAddress),
        Endpoints =
        [
            .. servers.Where(server => server.AddressFamily == advertiseAddress.AddressFamily)
                .Select(static server => new Api.Discovery.V1.Endpoint { Addresses = [server.ToString()], Conditions = new() { Ready = true } }),
        ],
        Ports = [new() { Name = "https", Port = _port, Protocol = "TCP" }],
    };

    private static string Family(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6 ? "IPv6" : "IPv4";

    [LoggerMessage(LogLevel.Warning, "the Service kubernetes could not be made again; it is tried again")]
    private partial void LogNotKept(Exception exception);
}
