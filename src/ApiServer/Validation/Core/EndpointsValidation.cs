using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Validation.Pods;

namespace Kybernet.ApiServer.Validation.Core;

/// <summary>Endpoints.</summary>
internal static class EndpointsValidation
{
    /// <summary>Judges the subsets.</summary>
    public static void Validate(Endpoints endpoints, FieldErrors errors)
    {
        for (var i = 0; i < endpoints.Subsets.Count; i++)
        {
            var subset = endpoints.Subsets[i];
            var path = FieldPath.Of("subsets").Index(i);
            if (subset.Addresses.Count == 0 && subset.NotReadyAddresses.Count == 0) errors.Required(path, "must specify `addresses` or `notReadyAddresses`");
            ValidateAddresses(subset.Addresses, path.Child("addresses"), errors);
            ValidateAddresses(subset.NotReadyAddresses, path.Child("notReadyAddresses"), errors);
            for (var j = 0; j < subset.Ports.Count; j++) ValidatePort(subset.Ports[j], subset.Ports.Count > 1, path.Child("ports").Index(j), errors);
        }
    }

    private static void ValidateAddresses(KubeList<EndpointAddress> addresses, FieldPath path, FieldErrors errors)
    {
        for (var i = 0; i < addresses.Count; i++)
        {
            var address = addresses[i];
            var at = path.Index(i);
            IpRules.Address(address.Ip, at.Child("ip"), errors);
            if (address.Hostname.Length > 0) errors.Invalid(at.Child("hostname"), address.Hostname, Names.CheckDns1123Label(address.Hostname));
            if (address.NodeName is { } node) errors.Invalid(at.Child("nodeName"), node, Names.CheckDns1123Subdomain(node));
            IpRules.NotSpecial(address.Ip, at.Child("ip"), errors);
        }
    }

    private static void ValidatePort(EndpointPort port, bool needsName, FieldPath path, FieldErrors errors)
    {
        if (port.Name.Length > 0) errors.Invalid(path.Child("name"), port.Name, Names.CheckDns1123Label(port.Name));
        else if (needsName) errors.Required(path.Child("name"));
        ContainerPortsValidation.PortNumber(port.Port, path.Child("port"), errors);
        ContainerPortsValidation.Protocol(port.Protocol, path.Child("protocol"), errors);
        if (port.AppProtocol is { } protocol) errors.Invalid(path.Child("appProtocol"), protocol, Names.CheckQualifiedName(protocol));
    }
}
