using System.Globalization;
using System.Text;
using Kybernet.Api.Json;
using Kybernet.Api.Meta.V1;
using Kybernet.Api.Networking.V1;
using Kybernet.Client;
using Address = System.Net.IPAddress;

namespace Kybernet.ControllerManager.ServiceCidrs;

/// <summary>
/// Says which ServiceCIDRs are ready, and keeps those from going whose addresses Services still have. It looks again every ten
/// seconds at one that cannot go, and so needs no cache of all addresses.
/// </summary>
internal sealed class ServiceCidrController : IController
{
    private const string AddressesOfServices = "ipaddress.kubernetes.io/managed-by=ipallocator.k8s.io";

    // Until then every API server knows that no more addresses are to be given out.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly ControllerContext _context;
    private readonly IKubeClient _client;
    private readonly SharedInformer<ServiceCIDR> _cidrs;
    private readonly RateLimitingQueue<ObjectKey> _queue;
    private readonly Controller<ObjectKey> _loop;

    public ServiceCidrController(ControllerContext context)
    {
        _context = context;
        _client = context.ClientFor("service-cidrs-controller");
        _cidrs = context.Informers.For<ServiceCIDR>();
        _queue = new RateLimitingQueue<ObjectKey>(context.Environment);
        _loop = new Controller<ObjectKey>(Name, _queue, ReconcileAsync, context.Environment, context.LoggerFor(Name));
        _cidrs.AddHandler(InformerHandler<ServiceCIDR>.ForAll(cidr => _queue.Add(ObjectKey.Of(cidr))));
    }

    public string Name => "service-cidr-controller";

    public Task RunAsync(CancellationToken cancellation) => _loop.RunAsync(cancellation);

    private async Task ReconcileAsync(ObjectKey key, CancellationToken cancellation)
    {
        if (_cidrs.Get(key) is not { } cidr) return;
        var now = _context.Environment.Now;
        var isHeld = cidr.Metadata.Finalizers.Contains(ServiceCidrDecision.Finalizer);
        try
        {
            // 1. One that stays is held, and said to be ready.
            if (cidr.Metadata.DeletionTimestamp is not { } deleted)
            {
                if (!isHeld) await PatchAsync(cidr, "finalizers", cancellation);
                await SayAsync(cidr, ServiceCidrDecision.Ready(now), cancellation);
                return;
            }

            if (!isHeld) return;

            // 2. One that Services need is kept.
            if (!ServiceCidrDecision.MayGo(cidr, _cidrs.List(), await AddressesAsync(cancellation)))
            {
                await SayAsync(cidr, ServiceCidrDecision.Terminating(now), cancellation);
                _queue.AddAfter(key, Grace);
                return;
            }

            // 3. The other goes, a little later.
            if (now - deleted < Grace) _queue.AddAfter(key, Grace - (now - deleted));
            else await PatchAsync(cidr, "$deleteFromPrimitiveList/finalizers", cancellation);
        }
        catch (KubeApiException e) when (e.IsNotFound)
        {
            // Gone meanwhile.
        }
    }

    private Task PatchAsync(ServiceCIDR cidr, string field, CancellationToken cancellation) => _client.PatchAsync<ServiceCIDR>(
        "", cidr.Metadata.Name, Patch.Strategic($$$"""{"metadata":{"{{{field}}}":["{{{ServiceCidrDecision.Finalizer}}}"]}}"""), "", cancellation);

    private async Task<List<Address>> AddressesAsync(CancellationToken cancellation)
    {
        var list = await _client.ListAsync<IPAddress>("", new ListFilter(LabelSelector: AddressesOfServices), cancellation);
        List<Address> addresses = [];
        foreach (var item in list.Items)
        {
            if (Address.TryParse(item.Metadata.Name, out var address)) addresses.Add(address);
        }

        return addresses;
    }

    private async Task SayAsync(ServiceCIDR cidr, Condition condition, CancellationToken cancellation)
    {
        if (ServiceCidrDecision.Says(cidr, condition)) return;
        JsonValue patch = new JsonObject
        {
            ["apiVersion"] = ServiceCIDR.KindInfo.Gvk.ApiVersion,
            ["kind"] = ServiceCIDR.KindInfo.Gvk.Kind,
            ["metadata"] = new JsonObject { ["name"] = cidr.Metadata.Name },
            ["status"] = new JsonObject
            {
                ["conditions"] = new JsonArray(
                [
                    new JsonObject
                    {
                        ["type"] = condition.Type,
                        ["status"] = condition.Status,
                        ["reason"] = condition.Reason,
                        ["message"] = condition.Message,
                        ["lastTransitionTime"] = condition.LastTransitionTime!.Value.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                    },
                ]),
            },
        };
        await _client.Transport.SendAsync(
            new KubeRequest
            {
                Verb = "patch",
                Resource = ServiceCIDR.Resource.Gvr,
                Name = cidr.Metadata.Name,
                Subresource = "status",
                Query = [new("fieldManager", Name), new("force", "true")],
                ContentType = "application/apply-patch+yaml",
                Body = Encoding.UTF8.GetBytes(patch.ToString()),
            },
            cancellation);
    }
}
