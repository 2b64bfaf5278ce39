using System.Net;

namespace Kybernet.Kubelet.Hollow;

/// <summary>Gives out the addresses of a pod CIDR, one after the other, and takes them back.</summary>
internal sealed class HollowAddresses
{
    private const uint FirstPod = 2; // .0 is the network, .1 its gateway
    private readonly HashSet<uint> _taken = [];
    private IPNetwork _cidr = IPNetwork.Parse("10.244.0.0/24");
    private uint _next = FirstPod;

    /// <summary>From now on addresses come from here.</summary>
    public void Use(string podCidr) => _cidr = IPNetwork.Parse(podCidr);

    /// <summary>An address that is free.</summary>
    /// <exception cref="InvalidOperationException">There is none left.</exception>
    public string Take()
    {
        var size = _cidr.PrefixLength >= 32 ? 1 : uint.MaxValue >> _cidr.PrefixLength;
        for (uint tried = 0; tried < size; tried++)
        {
            var offset = _next;
            _next = _next + 1 >= size ? FirstPod : _next + 1;
            if (_taken.Add(Base + offset)) return ToText(Base + offset);
        }

        throw new InvalidOperationException($"no IP addresses available in range set: {_cidr}");
    }

    /// <summary>Takes one back.</summary>
    public void Return(string ip)
    {
        if (ip.Length > 0) _taken.Remove(ToNumber(IPAddress.Parse(ip)));
    }

    private uint Base => ToNumber(_cidr.BaseAddress);

    private static uint ToNumber(IPAddress address) => System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(address.GetAddressBytes());

    private static string ToText(uint address)
    {
        Span<byte> bytes = stackalloc byte[4];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes, address);
        return new IPAddress(bytes).ToString();
    }
}
