using System.Net;
using System.Net.Sockets;
using Kybernet.Api;

namespace Kybernet.ApiServer.Validation;

/// <summary>Addresses and networks in fields.</summary>
internal static class IpRules
{
    /// <summary>An address in good form: no leading zeros.</summary>
    public static void Address(string value, FieldPath path, FieldErrors errors)
    {
        if (IpText.CheckAddress(value) is { } wrong) errors.Invalid(path, value, wrong);
    }

    /// <summary>A network in good form: no leading zeros, no bits beyond its prefix.</summary>
    public static void Network(string value, FieldPath path, FieldErrors errors)
    {
        if (IpText.CheckCidr(value) is { } wrong) errors.Invalid(path, value, wrong);
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

    /// <summary>The address with all bits beyond a prefix cleared.</summary>
    public static IPAddress Masked(IPAddress address, int prefixLength)
    {
        var bytes = address.GetAddressBytes();
        for (var bit = prefixLength; bit < bytes.Length * 8; bit++) bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        return new IPAddress(bytes);
    }
}
