using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Discovery.V1;
using Kybernet.Client;

namespace Kybernet.ControllerManager.EndpointSlices;

/// <summary>
/// How slices are to change so that they hold the desired endpoints, with as few writes as can be: slices that change
/// anyway are filled first, then one with room for all that is left, and only then new ones are made.
/// </summary>
internal static class SliceDecision
{
    /// <summary>What is to be done about the slices of one address family.</summary>
    /// <param name="service">The Service.</param>
    /// <param name="addressType">The family.</param>
    /// <param name="existing">The slices of that family that are there.</param>
    /// <param name="desired">The endpoints that there are to be.</param>
    /// <param name="max">How many endpoints go into a slice.</param>
    public static SlicePlan Plan(
        Service service, string addressType, IEnumerable<EndpointSlice> existing, IEnumerable<EndpointGroup> desired, int max)
    {
        SlicePlan plan = new();
        Dictionary<string, List<EndpointSlice>> byPorts = new(StringComparer.Ordinal);
        var count = 0;
        foreach (var slice in existing.OrderBy(static s => s.Metadata.Name, StringComparer.Ordinal))
        {
            count++;
            if (!OwnerReferences.IsControlledBy(slice, service))
            {
                plan.Delete.Add(slice);
                continue;
            }

            var key = EndpointGroup.KeyOf(slice.Ports);
            if (!byPorts.TryGetValue(key, out var same)) byPorts.Add(key, same = []);
            same.Add(slice);
        }

        var labels = SliceMetadata.Labels(service);
        foreach (var group in desired)
        {
            byPorts.Remove(EndpointGroup.KeyOf(group.Ports), out var slices);
            PlanGroup(plan, new GroupContext(service, addressType, labels, max), group, slices ?? []);
        }

        foreach (var unused in byPorts.Values) plan.Delete.AddRange(unused);
        if (plan.Delete.Count == count && plan.Create.Count == 0) KeepPlaceholder(plan, service, addressType, labels);
        Reuse(plan);
        return plan;
    }

    private static void PlanGroup(SlicePlan plan, GroupContext context, EndpointGroup group, List<EndpointSlice> slices)
    {
        // 1. What is there and still wanted stays where it is.
        OrderedDictionary<(string Uid, string Address), Endpoint> left = [];
        foreach (var endpoint in group.Endpoints) left[Identity(endpoint)] = endpoint;
        List<SliceDraft> drafts = [];
        foreach (var slice in slices)
        {
            var draft = SliceDraft.Of(slice, left, Identity);
            if (!slice.Metadata.Labels.ContentEquals(context.Labels)) draft.Change();
            drafts.Add(draft);
        }

        // 2. Slices that are written anyway take what is new, the fullest first.
        var changed = drafts.Where(static d => d.HasChanged && d.Endpoints.Count > 0).OrderByDescending(static d => d.Endpoints.Count);
        foreach (var draft in changed.ToList()) Fill(draft.Endpoints, left, context.Max);

        // 3. What is left goes into a slice that has room for all of it.
        if (left.Count > 0 && left.Count < context.Max)
        {
            var roomy = drafts
                .Where(d => !d.HasChanged && d.Endpoints.Count > 0 && d.Endpoints.Count + left.Count <= context.Max)
                .MaxBy(static d => d.Endpoints.Count);
            if (roomy is not null)
            {
                roomy.Change();
                Fill(roomy.Endpoints, left, context.Max);
            }
        }

        // 4. And the rest into new ones.
        while (left.Count > 0)
        {
            var slice = SliceMetadata.New(context.Service, context.AddressType);
            List<Endpoint> endpoints = [];
            Fill(endpoints, left, context.Max);
            slice.Endpoints = [.. endpoints];
            slice.Ports = new KubeList<Api.Discovery.V1.EndpointPort>(group.Ports.Select(static p => p.Clone()));
            plan.Create.Add(slice);
        }

        foreach (var draft in drafts)
        {
            if (draft.Endpoints.Count == 0) plan.Delete.Add(draft.Slice);
            else if (draft.HasChanged) plan.Update.Add(draft.ToSlice(context.Labels));
        }
    }

    private static void Fill(List<Endpoint> endpoints, OrderedDictionary<(string Uid, string Address), Endpoint> left, int max)
    {
        while (endpoints.Count < max && left.Count > 0)
        {
            endpoints.Add(left.GetAt(0).Value);
            left.RemoveAt(0);
        }
    }

    // A Service without endpoints still has one slice, so that a reader sees that somebody looked after it.
    private static void KeepPlaceholder(SlicePlan plan, Service service, string addressType, KubeMap<string> labels)
    {
        if (plan.Delete is [var only] && only.Endpoints.Count == 0 && only.Ports.Count == 0
            && only.Metadata.Labels.ContentEquals(labels) && OwnerReferences.IsControlledBy(only, service))
        {
            plan.Delete.Clear();
            return;
        }

        plan.Create.Add(SliceMetadata.New(service, addressType));
    }

    // One update in place of a deletion and a creation: readers never see the endpoints missing.
    private static void Reuse(SlicePlan plan)
    {
        for (var i = plan.Delete.Count - 1; i >= 0 && plan.Create.Count > 0; i--)
        {
            if (plan.Delete[i].Metadata.DeletionTimestamp is not null) continue;
            var source = plan.Create[^1];
            var slice = plan.Delete[i].Clone();
            slice.Endpoints = source.Endpoints;
            slice.Ports = source.Ports;
            slice.Metadata.Labels = source.Metadata.Labels;
            slice.Metadata.OwnerReferences = source.Metadata.OwnerReferences;
            plan.Update.Add(slice);
            plan.Create.RemoveAt(plan.Create.Count - 1);
            plan.Delete.RemoveAt(i);
        }
    }

    private static (string Uid, string Address) Identity(Endpoint endpoint) =>
        (endpoint.TargetRef?.Uid ?? "", endpoint.Addresses.Count > 0 ? endpoint.Addresses[0] : "");

    private sealed record GroupContext(Service Service, string AddressType, KubeMap<string> Labels, int Max);
}
