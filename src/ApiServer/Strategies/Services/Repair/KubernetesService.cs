using System.Net;
using System.Net.Sockets;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Discovery.V1;
using Kybernet.Base;
using Kybernet.Client;

namespace Kybernet.ApiServer.Bootstrap;

/// <summary>
/// Keeps the Service <c>kubernetes</c> in the namespace default, by which pods reach the API, and its endpoints: the
/// addresses at which API servers listen (upstream's kubernetesservice controller).
/// </summary>
/// <param name="client">Into this server.</param>
/// <param name="serviceAddress">The first address of the service CIDR.</param>
/// <param name="advertiseAddress">Where this server is reached. A loopback address is not published: no pod could use it.</param>
/// <param name="port">The port at <paramref name="advertiseAddress"/>.</param>
/// <param name="environment">Clock and scheduler.</param>
internal sealed class KubernetesService(IKubeClient client, IPAddress serviceAddress, IPAddress advertiseAddress, int port, ExecutionEnvironment environment)
{
    // Longer than an address lies there whose Service never came.
    private const int MaxTries = 90;

    private const string Name = "kubernetes";
    private const string Namespace = "default";

    // Upstream's endpoint reconcile interval.
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    /// <summary>Creates or corrects the Service and its endpoints.</summary>
    public async Task ReconcileAsync(CancellationToken cancellation)
    {
        await EnsureServiceAsync(cancellation);
        if (IPAddress.IsLoopback(advertiseAddress)) return;
        await ApplyAsync(Endpoints(), static (current, wanted) => current.Subsets = wanted.Subsets, cancellation);
        await ApplyAsync(
            Slice(),
            static (current, wanted) => (current.Endpoints, current.Ports) = (wanted.Endpoints, wanted.Ports),
            cancellation);
    }

    /// <summary>
    /// Makes the Service again for as long as the server runs, should somebody delete it. Its endpoints are left alone: other
    /// API servers on the same store have theirs.
    /// </summary>
    /// <param name="failed">Told what the API refused; it is tried again.</param>
    /// <param name="stop">Ends it.</param>
    public async Task KeepAsync(Action<KubeApiException> failed, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                await environment.Delay(Period, stop);
                try
                {
                    await EnsureServiceAsync(stop);
                }
                catch (KubeApiException e)
                {
                    failed(e);
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // stopping
        }
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
            await client.GetAsync<Service>(Namespace, Name, cancellation);
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
            var taken = await client.GetAsync<Api.Networking.V1.IPAddress>("", serviceAddress.ToString(), cancellation);
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
            var current = await client.GetAsync<T>(Namespace, Name, cancellation);
            var changed = (T)current.Clone();
            change(changed, wanted);
            if (!changed.DeepEquals(current)) await client.UpdateAsync(changed, cancellation: cancellation);
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
            await client.CreateAsync(wanted, cancellation);
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
            Ports = [new() { Name = "https", Protocol = "TCP", Port = 443, TargetPort = port }],
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
                Ports = [new() { Name = "https", Port = port, Protocol = "TCP" }],
            },
        ],
    };

    private EndpointSlice Slice() => new()
    {
        Metadata = new() { Name = Name, Namespace = Namespace, Labels = new() { ["kubernetes.io/service-name"] = Name } },
        AddressType = Family(advertiseAddress),
        Endpoints = [new() { Addresses = [advertiseAddress.ToString()], Conditions = new() { Ready = true } }],
        Ports = [new() { Name = "https", Port = port, Protocol = "TCP" }],
    };

    private static string Family(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6 ? "IPv6" : "IPv4";
}
