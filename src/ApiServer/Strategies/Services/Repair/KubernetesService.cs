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
/// addresses at which API servers listen (upstream's kubernetesservice controller).
/// </summary>
/// <param name="transport">Into this server.</param>
/// <param name="serviceAddress">The first address of the service CIDR.</param>
/// <param name="advertiseAddress">Where this server is reached. A loopback address is not published: no pod could use it.</param>
/// <param name="advertisePort">The port at <paramref name="advertiseAddress"/>, where this server does not listen itself.</param>
/// <param name="environment">Clock and scheduler.</param>
/// <param name="logger">Where failures are told.</param>
internal sealed partial class KubernetesService(
    Func<IKubeTransport> transport, IPAddress serviceAddress, IPAddress advertiseAddress, int advertisePort, ExecutionEnvironment environment,
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

    /// <summary>Creates or corrects the Service and its endpoints.</summary>
    public async Task OpenAsync(IReadOnlyList<IPEndPoint> listening, CancellationToken cancellation)
    {
        if (listening.Count > 0) _port = listening[0].Port;
        await EnsureServiceAsync(cancellation);
        if (IPAddress.IsLoopback(advertiseAddress)) return;
        await ApplyAsync(Endpoints(), static (current, wanted) => current.Subsets = wanted.Subsets, cancellation);
        await ApplyAsync(
            Slice(),
            static (current, wanted) => (current.Endpoints, current.Ports) = (wanted.Endpoints, wanted.Ports),
            cancellation);
    }

    /// <summary>
    /// Makes the Service again, should somebody delete it. Its endpoints are left alone: other API servers on the same store have
    /// theirs.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await environment.Delay(Period, cancellation);
                await EnsureServiceAsync(cancellation);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is StoreException or KubeApiException)
            {
                LogNotKept(e);
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

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

    private Endpoints Endpoints() => new()
    {
        Metadata = new()
        {
            Name = Name, Namespace = Namespace, Labels = new() { ["endpointslice.kubernetes.io/skip-mirror"] = "true" },
        },
        Subsets =
        [
            new()
            {
                Addresses = [new() { Ip = advertiseAddress.ToString() }],
                Ports = [new() { Name = "https", Port = _port, Protocol = "TCP" }],
            },
        ],
    };

    private EndpointSlice Slice() => new()
    {
        Metadata = new() { Name = Name, Namespace = Namespace, Labels = new() { ["kubernetes.io/service-name"] = Name } },
        AddressType = Family(advertiseAddress),
        Endpoints = [new() { Addresses = [advertiseAddress.ToString()], Conditions = new() { Ready = true } }],
        Ports = [new() { Name = "https", Port = _port, Protocol = "TCP" }],
    };

    private static string Family(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6 ? "IPv6" : "IPv4";

    [LoggerMessage(LogLevel.Warning, "the Service kubernetes could not be made again; it is tried again")]
    private partial void LogNotKept(Exception exception);
}
