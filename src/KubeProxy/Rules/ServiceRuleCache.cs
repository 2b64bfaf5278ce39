using Kybernet.Api.Core.V1;
using Kybernet.Api.Discovery.V1;
using Kybernet.Client;
using Kybernet.KubeProxy.Services;

namespace Kybernet.KubeProxy.Rules;

/// <summary>
/// Keeps what each Service puts into the rule set while neither it nor its slices nor the node change: with thousands of
/// Services, a change costs what that Service costs. Objects are told apart by reference; informers' objects never change.
/// </summary>
/// <param name="options">How the proxy works.</param>
internal sealed class ServiceRuleCache(KubeProxyOptions options)
{
    private Dictionary<ObjectKey, (Service Service, EndpointSlice[] Slices, RuleSetPart Part)> _parts = [];
    private (ProxyNode Node, RuleSetPart Part)? _base;

    /// <summary>The same as <see cref="ServiceRules.Build"/>.</summary>
    public RuleSet Build(IEnumerable<Service> services, IEnumerable<EndpointSlice> slices, ProxyNode node)
    {
        if (_base is not { } known || known.Node != node)
        {
            _base = (node, BaseRules.Build(node, options));
            _parts.Clear();
        }

        var before = _parts;
        _parts = new(before.Count);
        var byService = slices.ToLookup(ServiceRules.SliceOwner);
        List<RuleSetPart> parts = [_base.Value.Part];
        foreach (var service in ServiceRules.InOrder(services))
        {
            var key = ObjectKey.Of(service);
            EndpointSlice[] own = [.. byService[(key.Namespace, key.Name)].OrderBy(slice => slice.Metadata.Name, StringComparer.Ordinal)];
            var part = before.TryGetValue(key, out var old) && ReferenceEquals(old.Service, service) && AreSame(old.Slices, own)
                ? old.Part
                : ServiceRules.OfService(service, own, node, options);
            _parts.Add(key, (service, own, part));
            parts.Add(part);
        }
        return RuleSet.Of(parts);
    }

    private static bool AreSame(EndpointSlice[] some, EndpointSlice[] others) =>
        some.AsSpan().SequenceEqual(others, ReferenceEqualityComparer.Instance);
}
