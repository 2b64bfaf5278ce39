using Kybernet.Api;
using Kybernet.Api.Discovery.V1;
using Kybernet.ApiServer.Validation.Services;

namespace Kybernet.ApiServer.Validation.Discovery;

/// <summary>EndpointSlices.</summary>
internal static class EndpointSliceValidation
{
    private const int MaxEndpoints = 1000;
    private const int MaxAddresses = 100;
    private const int MaxPorts = 20_000;
    private const int MaxHints = 8;

    /// <summary>Judges a slice.</summary>
    public static void Validate(EndpointSlice slice, FieldErrors errors)
    {
        if (slice.AddressType.Length == 0) errors.Required(FieldPath.Of("addressType"));
        else errors.OneOf(FieldPath.Of("addressType"), slice.AddressType, "FQDN", "IPv4", "IPv6");

        var endpoints = FieldPath.Of("endpoints");
        if (slice.Endpoints.Count > MaxEndpoints) errors.TooMany(endpoints, slice.Endpoints.Count, MaxEndpoints);
        for (var i = 0; i < slice.Endpoints.Count; i++) Validate(slice.Endpoints[i], slice.AddressType, endpoints.Index(i), errors);

        var ports = FieldPath.Of("ports");
        if (slice.Ports.Count > MaxPorts) errors.TooMany(ports, slice.Ports.Count, MaxPorts);
        HashSet<string> names = new(StringComparer.Ordinal);
        for (var i = 0; i < slice.Ports.Count; i++) Validate(slice.Ports[i], names, ports.Index(i), errors);
    }

    private static void Validate(Endpoint endpoint, string type, FieldPath path, FieldErrors errors)
    {
        var addresses = path.Child("addresses");
        if (endpoint.Addresses.Count == 0) errors.Required(addresses, "must contain at least 1 address");
        else if (endpoint.Addresses.Count > MaxAddresses) errors.TooMany(addresses, endpoint.Addresses.Count, MaxAddresses);
        for (var i = 0; i < endpoint.Addresses.Count; i++) Address(endpoint.Addresses[i], type, addresses.Index(i), errors);
        if (endpoint.NodeName is { } node) errors.Invalid(path.Child("nodeName"), node, Names.CheckDns1123Subdomain(node));
        if (endpoint.Hostname is { } host) errors.Invalid(path.Child("hostname"), host, Names.CheckDns1123Label(host));
        if (endpoint.Hints is { } hints) ValidateHints(hints, path.Child("hints"), errors);
    }

    private static void Address(string address, string type, FieldPath path, FieldErrors errors)
    {
        switch (type)
        {
            case "IPv4" or "IPv6":
                var before = errors.Count;
                IpRules.Address(address, path, errors);
                if (errors.Count > before) break;
                if (ClusterIPsValidation.FamilyOf(address) != type) errors.Invalid(path, address, $"must be an {type} address");
                IpRules.NotSpecial(address, path, errors);
                break;
            case "FQDN":
                errors.Invalid(path, address, Names.CheckDns1123Subdomain(address));
                break;
        }
    }

    private static void ValidateHints(EndpointHints hints, FieldPath path, FieldErrors errors)
    {
        Hints([.. hints.ForZones.Select(z => z.Name)], path.Child("forZones"), errors);
        Hints([.. hints.ForNodes.Select(n => n.Name)], path.Child("forNodes"), errors);
    }

    private static void Hints(List<string> names, FieldPath path, FieldErrors errors)
    {
        if (names.Count > MaxHints)
        {
            errors.TooMany(path, names.Count, MaxHints);
            return;
        }

        for (var i = 0; i < names.Count; i++)
        {
            if (names.Take(i).Contains(names[i])) errors.Duplicate(path.Index(i).Child("name"), names[i]);
            errors.Invalid(path.Index(i).Child("name"), names[i], Names.CheckDns1123Subdomain(names[i]));
        }
    }

    private static void Validate(EndpointPort port, HashSet<string> names, FieldPath path, FieldErrors errors)
    {
        var name = port.Name ?? "";
        if (name.Length > 0) errors.Invalid(path.Child("name"), name, Names.CheckDns1123Label(name));
        if (!names.Add(name)) errors.Duplicate(path.Child("name"), name);
        if (port.Protocol is not { } protocol) errors.Required(path.Child("protocol"));
        else errors.OneOf(path.Child("protocol"), protocol, "SCTP", "TCP", "UDP");
        if (port.AppProtocol is { } app) errors.Invalid(path.Child("appProtocol"), app, Names.CheckQualifiedName(app));
    }
}
