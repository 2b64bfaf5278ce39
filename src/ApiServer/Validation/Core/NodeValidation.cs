using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Validation.Pods;

namespace Kybernet.ApiServer.Validation.Core;

/// <summary>Nodes.</summary>
internal static class NodeValidation
{
    private static readonly FieldPath Spec = FieldPath.Of("spec");

    // They lay there once, and upstream's messages still say so.
    private static readonly FieldPath Taints = FieldPath.Of("metadata").Child("taints");

    /// <summary>Judges a new Node.</summary>
    public static void Validate(Node node, FieldErrors errors)
    {
        ValidateTaints(node.Spec.Taints, Taints, errors);
        ValidateResources(node, errors);
        ValidatePodRanges(node.Spec.PodCIDRs, Spec.Child("podCIDRs"), errors);
    }

    /// <summary>Judges a change: what identifies a node is written once.</summary>
    public static void ValidateUpdate(Node node, Node old, FieldErrors errors)
    {
        ValidateResources(node, errors);
        var addresses = node.Status.Addresses;
        HashSet<(string, string)> seen = [];
        for (var i = 0; i < addresses.Count; i++)
        {
            if (!seen.Add((addresses[i].Type, addresses[i].Address))) errors.Duplicate(FieldPath.Of("status").Child("addresses").Index(i), addresses[i]);
        }

        if (old.Spec.PodCIDRs.Count > 0 && !node.Spec.PodCIDRs.ContentEquals(old.Spec.PodCIDRs))
        {
            errors.Forbidden(Spec.Child("podCIDRs"), "node updates may not change podCIDR except from \"\" to valid");
        }

        if (old.Spec.ProviderID.Length > 0 && node.Spec.ProviderID != old.Spec.ProviderID)
        {
            errors.Forbidden(Spec.Child("providerID"), "node updates may not change providerID except from \"\" to valid");
        }

        ValidateTaints(node.Spec.Taints, Taints, errors);
        var rest = node.Spec.Clone();
        rest.PodCIDR = old.Spec.PodCIDR;
        rest.PodCIDRs = old.Spec.PodCIDRs;
        rest.ProviderID = old.Spec.ProviderID;
        rest.Taints = old.Spec.Taints;
        rest.Unschedulable = old.Spec.Unschedulable;
        if (!rest.DeepEquals(old.Spec))
        {
            errors.Forbidden(
                FieldPath.Of(""),
                "node updates may only change labels, taints, or capacity (or configSource, if the DynamicKubeletConfig feature gate is enabled)");
        }
    }

    private static void ValidateTaints(KubeList<Taint> taints, FieldPath path, FieldErrors errors)
    {
        HashSet<(string, string)> seen = [];
        for (var i = 0; i < taints.Count; i++)
        {
            var taint = taints[i];
            var at = path.Index(i);
            errors.Invalid(at.Child("key"), taint.Key, Names.CheckQualifiedName(taint.Key));
            var wrong = Names.CheckLabelValue(taint.Value);
            if (wrong.Count > 0) errors.Invalid(at.Child("value"), taint.Value, string.Join(';', wrong));
            if (taint.Effect.Length == 0) errors.Required(at.Child("effect"));
            else TolerationValidation.Effect(taint.Effect, at.Child("effect"), errors);
            if (!seen.Add((taint.Effect, taint.Key))) errors.Duplicate(at, taint);
        }
    }

    private static void ValidateResources(Node node, FieldErrors errors)
    {
        var status = FieldPath.Of("status");
        foreach (var (name, quantity) in node.Status.Capacity) ResourceNames.ValidateQuantity(name, quantity, status.Child("capacity").Key(name), errors);
        foreach (var (name, quantity) in node.Status.Allocatable) ResourceNames.ValidateQuantity(name, quantity, status.Child("allocatable").Key(name), errors);
    }

    private static void ValidatePodRanges(KubeList<string> ranges, FieldPath path, FieldErrors errors)
    {
        for (var i = 0; i < ranges.Count; i++) IpRules.Network(ranges[i], path.Index(i), errors);
        if (ranges.Count < 2) return;
        HashSet<System.Net.Sockets.AddressFamily> families = [];
        for (var i = 0; i < ranges.Count; i++)
        {
            if (IpText.TryParseCidr(ranges[i], out var address, out _)) families.Add(address.AddressFamily);
            else
            {
                errors.Internal(path, $"invalid PodCIDRs. failed to check with dual stack with error:invalid CIDR[{i}]: <nil> (invalid CIDR address: {ranges[i]})");
                break;
            }
        }

        if (families.Count < 2 || ranges.Count > 2) errors.Invalid(path, ranges, "may specify no more than one CIDR for each IP family");
        for (var i = 1; i < ranges.Count; i++)
        {
            if (ranges.Take(i).Contains(ranges[i])) errors.Duplicate(path.Index(i), ranges[i]);
        }
    }
}
