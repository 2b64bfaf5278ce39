using Kybernet.Api;
using Kybernet.Api.Networking.V1;
using Kybernet.ApiServer.Validation.Pods;

namespace Kybernet.ApiServer.Validation.Networking;

/// <summary>NetworkPolicies.</summary>
internal static class NetworkPolicyValidation
{
    private static readonly FieldPath Spec = FieldPath.Of("spec");

    /// <summary>Judges a spec.</summary>
    public static void Validate(NetworkPolicySpec spec, FieldErrors errors)
    {
        LabelSelectorValidation.Validate(spec.PodSelector, Spec.Child("podSelector"), errors);
        for (var i = 0; i < spec.Ingress.Count; i++) ValidateRule(spec.Ingress[i].Ports, spec.Ingress[i].From, "from", Spec.Child("ingress").Index(i), errors);
        for (var i = 0; i < spec.Egress.Count; i++) ValidateRule(spec.Egress[i].Ports, spec.Egress[i].To, "to", Spec.Child("egress").Index(i), errors);

        var types = Spec.Child("policyTypes");
        if (spec.PolicyTypes.Count > 2)
        {
            errors.Invalid(types, spec.PolicyTypes, "may not specify more than two policyTypes");
            return;
        }

        for (var i = 0; i < spec.PolicyTypes.Count; i++) errors.OneOf(types.Index(i), spec.PolicyTypes[i], "Ingress", "Egress");
    }

    private static void ValidateRule(KubeList<NetworkPolicyPort> ports, KubeList<NetworkPolicyPeer> peers, string side, FieldPath path, FieldErrors errors)
    {
        for (var i = 0; i < ports.Count; i++) ValidatePort(ports[i], path.Child("ports").Index(i), errors);
        for (var i = 0; i < peers.Count; i++) ValidatePeer(peers[i], path.Child(side).Index(i), errors);
    }

    private static void ValidatePort(NetworkPolicyPort port, FieldPath path, FieldErrors errors)
    {
        if (port.Protocol is { } protocol) errors.OneOf(path.Child("protocol"), protocol, "TCP", "UDP", "SCTP");
        if (port.Port is { } number)
        {
            ContainerPortsValidation.NumberOrName(number, path.Child("port"), errors);
            if (port.EndPort is not { } end) return;
            if (!number.IsInt)
            {
                errors.Invalid(path.Child("endPort"), end, "may not be specified when `port` is non-numeric");
                return;
            }

            if (end < number.IntValue) errors.Invalid(path.Child("endPort"), number.IntValue, "must be greater than or equal to `port`");
            ContainerPortsValidation.PortNumber(end, path.Child("endPort"), errors);
        }
        else if (port.EndPort is { } alone) errors.Invalid(path.Child("endPort"), alone, "may not be specified when `port` is not specified");
    }

    private static void ValidatePeer(NetworkPolicyPeer peer, FieldPath path, FieldErrors errors)
    {
        LabelSelectorValidation.Validate(peer.PodSelector, path.Child("podSelector"), errors);
        LabelSelectorValidation.Validate(peer.NamespaceSelector, path.Child("namespaceSelector"), errors);
        if (peer.IpBlock is { } block) ValidateBlock(block, path.Child("ipBlock"), errors);
        if (peer is { PodSelector: null, NamespaceSelector: null, IpBlock: null }) errors.Required(path, "must specify a peer");
        else if (peer.IpBlock is not null && (peer.PodSelector is not null || peer.NamespaceSelector is not null))
        {
            errors.Forbidden(path, "may not specify both ipBlock and another peer");
        }
    }

    private static void ValidateBlock(IPBlock block, FieldPath path, FieldErrors errors)
    {
        if (block.Cidr.Length == 0)
        {
            errors.Required(path.Child("cidr"));
            return;
        }

        IpRules.Network(block.Cidr, path.Child("cidr"), errors);
        if (!IpText.TryParseCidr(block.Cidr, out var network, out var length)) return;
        for (var i = 0; i < block.Except.Count; i++)
        {
            var at = path.Child("except").Index(i);
            IpRules.Network(block.Except[i], at, errors);
            if (!IpText.TryParseCidr(block.Except[i], out var except, out var exceptLength)) continue;
            var within = except.AddressFamily == network.AddressFamily && new System.Net.IPNetwork(IpRules.Masked(network, length), length).Contains(except);
            if (!within || exceptLength <= length) errors.Invalid(at, block.Except[i], "must be a strict subset of `cidr`");
        }
    }
}
