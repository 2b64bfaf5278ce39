using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Networking.V1;
using Kybernet.ApiServer.Validation;
using Kybernet.Base;
using Kybernet.Storage;
using Address = System.Net.IPAddress;

namespace Kybernet.ApiServer.Strategies.Services.Allocation;

/// <summary>
/// Gives a Service the addresses and ports that it needs and has not (upstream's service REST allocator). Keeps nothing in
/// memory: what is free is looked up. What is chosen is taken when the Service is written, or chosen anew when somebody was faster.
/// </summary>
/// <param name="families">The cluster's families; the first is the default.</param>
/// <param name="ranges">The addresses.</param>
/// <param name="ports">The node ports.</param>
/// <param name="register">What is taken.</param>
/// <param name="objects">The stored IPAddresses.</param>
/// <param name="random">Chance.</param>
internal sealed class ServiceAllocator(
    IReadOnlyList<string> families, ServiceRanges ranges, NodePortRange ports, AllocationRegister register, IObjectReader objects, RandomSource random)
{
    // What upstream gives in a dry run: no port that could be meant.
    private const int PretendedPort = 32769;

    private static readonly FieldPath Spec = FieldPath.Of("spec");

    /// <summary>
    /// Allocates for a Service that is about to be stored, before anything else of it is judged: what is wrong with its
    /// addresses is told alone.
    /// <code>
    /// 1 what the update keeps → 2 families → 3 addresses chosen → 4 ports chosen
    /// </code>
    /// </summary>
    /// <param name="service">The Service; its addresses, families and ports are filled in.</param>
    /// <param name="old">What is stored; null on create.</param>
    /// <param name="dryRun">Whether nothing may remain. Then addresses and ports are as good as any, as upstream has it.</param>
    /// <param name="lost">What somebody was faster to take.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What was chosen, and is to be taken when the Service is written.</returns>
    /// <exception cref="Client.KubeApiException">What it asks for cannot be had.</exception>
    public async ValueTask<(IReadOnlyList<Address> Addresses, IReadOnlyList<int> Ports)> AllocateAsync(
        Service service, Service? old, bool dryRun, IReadOnlySet<StoreKey> lost, CancellationToken cancellation)
    {
        // 1
        if (old is not null) ServiceUpdates.KeepAllocated(service.Spec, old.Spec);
        ServiceUpdates.SyncClusterIPs(service.Spec, old?.Spec);

        // 2
        IpFamilies.Complete(service, old, families);

        // 3
        var wantedAddresses = AddressWants.Of(service, old);
        foreach (var want in wantedAddresses) want.Chosen = dryRun ? Pretend(service, want) : Choose(service, want, lost);

        // 4
        var wantedPorts = PortWants.Of(service, old);
        await ChooseAsync(service, wantedPorts, lost, dryRun, cancellation);

        Fill(service, wantedAddresses, wantedPorts);
        return ([.. wantedAddresses.Select(static w => w.Chosen!)], [.. wantedPorts.Select(static w => w.Chosen)]);
    }

    /// <summary>The addresses that a Service has.</summary>
    public static IEnumerable<Address> AddressesOf(Service service)
    {
        if (!ServiceKinds.NeedsClusterIP(service.Spec)) yield break;
        foreach (var text in service.Spec.ClusterIPs)
        {
            if (text != ServiceKinds.None && IpText.TryParse(text, out var address)) yield return address;
        }
    }

    private Address Choose(Service service, AddressWant want, IReadOnlySet<StoreKey> lost)
    {
        if (want.Asked.Length > 0)
        {
            if (!IpText.TryParse(want.Asked, out var asked)) throw ApiErrors.Internal($"failed to parse service IP {GoQuote.Quote(want.Asked)}");
            if (!ranges.Ready(want.Family).Any(r => r.Contains(asked))) throw Refused(service, want, "the provided network does not match the current range");
            return IsFree(asked, lost) ? asked : throw Refused(service, want, "provided IP is already allocated");
        }

        foreach (var range in ranges.Ready(want.Family))
        {
            foreach (var address in range.Candidates(random))
            {
                if (IsFree(address, lost)) return address;
            }
        }

        throw ApiErrors.Internal("failed to allocate a serviceIP: range is full");
    }

    private Address Pretend(Service service, AddressWant want)
    {
        List<ClusterIpRange> ready = [.. ranges.Ready(want.Family)];
        if (ready.Count == 0) throw ApiErrors.Internal("failed to allocate a serviceIP: range is full");
        var any = ready[0].Network;
        if (want.Asked.Length == 0) return any.BaseAddress;
        IpText.TryParse(want.Asked, out var asked);
        return ready.Any(r => r.Contains(asked))
            ? asked
            : throw Refused(service, want, $"the provided IP ({asked}) is not in the valid range. The range of valid IPs is {any}");
    }

    private bool IsFree(Address address, IReadOnlySet<StoreKey> lost) =>
        objects.Find<IPAddress>("", address.ToString()) is null && !lost.Contains(AllocationRegister.KeyOf(address));

    private async ValueTask ChooseAsync(Service service, List<PortWant> wants, IReadOnlySet<StoreKey> lost, bool dryRun, CancellationToken cancellation)
    {
        if (wants.Count == 0) return;
        var used = (await register.PortsAsync(cancellation)).Keys.ToHashSet();
        foreach (var want in wants)
        {
            if (want.Asked != 0)
            {
                var free = !used.Contains(want.Asked) && !lost.Contains(AllocationRegister.KeyOf(want.Asked));
                if (!dryRun && !ports.Contains(want.Asked)) throw Refused(service, want, $"provided port is not in the valid range. The range of valid ports is {ports}");
                if (!free) throw Refused(service, want, "provided port is already allocated");
                want.Chosen = want.Asked;
            }
            else if (dryRun)
            {
                want.Chosen = wants.Select(static w => w.Chosen + 1).Where(static p => p > 1).DefaultIfEmpty(PretendedPort).Max();
            }
            else
            {
                want.Chosen = ports.Candidates(random).FirstOrDefault(p => !used.Contains(p) && !lost.Contains(AllocationRegister.KeyOf(p)));
                if (want.Chosen == 0) throw Full(want);
            }

            used.Add(want.Chosen);
        }
    }

    private static void Fill(Service service, List<AddressWant> addresses, List<PortWant> ports)
    {
        var spec = service.Spec;
        if (addresses.Count > 0)
        {
            List<string> all = [.. spec.ClusterIPs];
            foreach (var want in addresses) all[want.Index] = want.Asked.Length > 0 ? want.Asked : want.Chosen!.ToString();
            spec.ClusterIPs = [.. all];
            spec.ClusterIP = all[0];
        }

        foreach (var want in ports)
        {
            if (want.Path is null) spec.HealthCheckNodePort = want.Chosen;
            foreach (var port in want.Ports) port.NodePort = want.Chosen;
        }
    }

    private static Exception Full(PortWant want) => ApiErrors.Internal(
        want.Path is null ? "failed to allocate a HealthCheck NodePort 0: range is full" : "failed to allocate a nodePort: range is full");

    private static Exception Refused(Service service, AddressWant want, string why) =>
        Invalid(service, Spec.Child("clusterIPs"), service.Spec.ClusterIPs, $"failed to allocate IP {want.Asked}: {why}");

    private static Exception Refused(Service service, PortWant want, string why) => want.Path is { } path
        ? Invalid(service, path, want.Asked, why)
        : ApiErrors.Internal($"failed to allocate requested HealthCheck NodePort {want.Asked}: {why}");

    private static Exception Invalid(Service service, FieldPath path, GoValue value, string detail)
    {
        FieldErrors errors = new();
        errors.Invalid(path, value, detail);
        return ApiErrors.Invalid(Service.KindInfo.Gvk, service.Metadata.Name, errors);
    }
}
