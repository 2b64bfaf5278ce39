using System.Net;
using System.Net.Sockets;
using Kybernet.Api;

namespace Kybernet.ApiServer.Validation;

/// <summary>Addresses and networks in fields.</summary>
internal static class IpRules
{
    private const string BadAddress = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";
    private const string BadNetwork = "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)";

    /// <summary>An address in a field as old as Kubernetes: leading zeros are let pass.</summary>
    public static void Address(string value, FieldPath path, FieldErrors errors)
    {
        if (!IpText.TryParse(value, out _)) errors.Invalid(path, value, BadAddress);
    }

    /// <summary>A network in a field as old as Kubernetes: host bits are let pass.</summary>
    public static void Network(string value, FieldPath path, FieldErrors errors)
    {
        if (!IpText.TryParseCidr(value, out _, out _)) errors.Invalid(path, value, BadNetwork);
    }

    /// <summary>An address that traffic from elsewhere can be sent to (upstream's ValidateEndpointIP).</summary>
    public static void NotSpecial(string value, FieldPath path, FieldErrors errors)
    {
        if (!IpText.TryParse(value, out var address))
        {
            errors.Invalid(path, value, "must be a valid IP address");
            return;
        }

        if (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)) errors.Invalid(path, value, $"may not be unspecified ({value})");
        if (IPAddress.IsLoopback(address)) errors.Invalid(path, value, "may not be in the loopback range (127.0.0.0/8, ::1/128)");
        var bytes = address.GetAddressBytes();
        var four = address.AddressFamily == AddressFamily.InterNetwork;
        if (four ? bytes is [169, 254, ..] : address.IsIPv6LinkLocal)
        {
            errors.Invalid(path, value, "may not be in the link-local range (169.254.0.0/16, fe80::/10)");
        }

        if (four ? bytes is [224, 0, 0, _] : bytes is [0xff, 0x02, ..])
        {
            errors.Invalid(path, value, "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)");
        }
    }
}
