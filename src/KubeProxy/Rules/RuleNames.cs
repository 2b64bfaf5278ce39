using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Kybernet.KubeProxy.Services;

namespace Kybernet.KubeProxy.Rules;

/// <summary>
/// Names of what a Service's port has in the table: what it is, a hash that makes it unique, and whose it is for people to
/// read ("service-ULMVA6XW-ns1/web/tcp/http"), as upstream names them.
/// </summary>
internal static class RuleNames
{
    private const int HashLength = 8;
    private const int MaxLength = 128;
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>To endpoints of all nodes.</summary>
    public static string Service(ServicePortName port) => Of("service", port);

    /// <summary>To endpoints of this node.</summary>
    public static string Local(ServicePortName port) => Of("local", port);

    /// <summary>For what comes to external addresses and node ports.</summary>
    public static string External(ServicePortName port) => Of("external", port);

    /// <summary>For loadBalancerSourceRanges.</summary>
    public static string Firewall(ServicePortName port) => Of("firewall", port);

    /// <summary>To one endpoint.</summary>
    public static string Endpoint(ServicePortName port, EndpointInfo endpoint) => Of("endpoint", port, endpoint);

    /// <summary>The clients that keep to one endpoint.</summary>
    public static string Affinity(ServicePortName port, EndpointInfo endpoint) => Of("affinity", port, endpoint);

    private static string Of(string kind, ServicePortName port, EndpointInfo? endpoint = null)
    {
        var owner = $"{port.Namespace}/{port.Service}/{port.ProtocolName}/{port.Port}";
        if (endpoint is not null) owner = string.Create(CultureInfo.InvariantCulture, $"{owner}__{endpoint.Address}/{endpoint.Port}");
        var name = $"{kind}-{Hash(owner)}-{owner}";
        return name.Length <= MaxLength ? name : name[..MaxLength];
    }

    private static string Hash(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        // Five bytes are eight digits of five bits.
        var bits = 0UL;
        foreach (var part in hash[..5]) bits = (bits << 8) | part;
        Span<char> digits = stackalloc char[HashLength];
        for (var i = HashLength - 1; i >= 0; i--, bits >>= 5) digits[i] = Base32[(int)(bits & 31)];
        return new string(digits);
    }
}
