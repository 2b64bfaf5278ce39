using System.Globalization;
using System.Net;
using System.Text;
using Kybernet.Api;
using Kybernet.Api.Json;
using Kybernet.Api.Networking.V1;
using Kybernet.Client;

namespace Kybernet.ApiServer.Bootstrap;

/// <summary>
/// The ServiceCIDR <c>kubernetes</c>, made of --service-cluster-ip-range. One that is there stays as it is, whatever the flag says.
/// </summary>
/// <param name="ranges">The networks: one or two, the first of the default family.</param>
/// <param name="objects">The stored objects.</param>
/// <param name="transport">Into this server.</param>
/// <param name="time">The clock.</param>
internal sealed class DefaultServiceCidr(IReadOnlyList<IPNetwork> ranges, IObjectReader objects, Func<IKubeTransport> transport, TimeProvider time)
{
    /// <summary>Its name.</summary>
    public const string Name = "kubernetes";

    private const string Manager = "kubernetes-service-cidr-controller";

    private readonly IReadOnlyList<string> _cidrs = [.. ranges.Select(static r => r.ToString())];

    /// <summary>Creates it when it is not there, and says that it is ready when nobody has said otherwise.</summary>
    /// <exception cref="KubeApiException">The API refused it.</exception>
    public async Task EnsureAsync(CancellationToken cancellation)
    {
        var cidr = objects.Find<ServiceCIDR>("", Name);
        if (cidr is null)
        {
            await CreateAsync(cancellation);
            cidr = objects.Find<ServiceCIDR>("", Name);
        }

        // What goes away is the controller manager's; what somebody has judged, too.
        if (cidr is null || cidr.Metadata.DeletionTimestamp is not null || cidr.Status.Conditions.Any(static c => c.Type == "Ready")) return;
        if (cidr.Spec.Cidrs.SequenceEqual(_cidrs, StringComparer.Ordinal)) await SayReadyAsync(cancellation);
    }

    private async Task CreateAsync(CancellationToken cancellation)
    {
        try
        {
            await new KubeClient(transport()).CreateAsync(new ServiceCIDR { Metadata = { Name = Name }, Spec = { Cidrs = [.. _cidrs] } }, cancellation);
        }
        catch (KubeApiException e) when (e.IsAlreadyExists)
        {
            // Another API server on the same store was quicker.
        }
    }

    private Task SayReadyAsync(CancellationToken cancellation)
    {
        var status = new JsonObject
        {
            ["conditions"] = new JsonArray(
            [
                new JsonObject
                {
                    ["type"] = "Ready",
                    ["status"] = "True",
                    ["reason"] = "",
                    ["message"] = "Kubernetes default Service CIDR is ready",
                    ["lastTransitionTime"] = time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                },
            ]),
        };
        JsonValue patch = new JsonObject
        {
            ["apiVersion"] = ServiceCIDR.KindInfo.Gvk.ApiVersion,
            ["kind"] = ServiceCIDR.KindInfo.Gvk.Kind,
            ["metadata"] = new JsonObject { ["name"] = Name },
            ["status"] = status,
        };
        return transport().SendAsync(
            new KubeRequest
            {
                Verb = "patch",
                Resource = ServiceCIDR.Resource.Gvr,
                Name = Name,
                Subresource = "status",
                Query = [new("fieldManager", Manager), new("force", "true")],
                ContentType = "application/apply-patch+yaml",
                Body = Encoding.UTF8.GetBytes(patch.ToString()),
            },
            cancellation);
    }
}
