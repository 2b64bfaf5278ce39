using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Kybernet.Api;
using Kybernet.Base;

namespace Kybernet.ApiServer.Strategies.Services;

/// <summary>
/// Hands out the addresses of an IPv4 network to Services, each once: neither the network's own address nor its broadcast
/// address. Not safe for several threads.
/// </summary>
internal sealed class ServiceIpAllocator
{
    private readonly IPNetwork _range;
    private readonly uint _first;
    private readonly int _size;
    private readonly NumberAllocator _numbers;

    /// <summary>All addresses free.</summary>
    /// <exception cref="ArgumentException">It is no IPv4 network of more than two addresses.</exception>
    public ServiceIpAllocator(IPNetwork range, RandomSource random)
    {
        if (range.BaseAddress.AddressFamily != AddressFamily.InterNetwork || range.PrefixLength > 30)
        {
            throw new ArgumentException($"services need an IPv4 network of more than two addresses, not {range}", nameof(range));
        }

        _range = range;
        _first = Number(range.BaseAddress) + 1;
        _size = (int)Math.Min((1L << (32 - range.PrefixLength)) - 2, int.MaxValue);
        _numbers = new(_size, NumberAllocator.Reserved(_size, 16, 16, 256), random);
    }

    /// <summary>Takes an address that a client asks for.</summary>
    /// <returns>Null, or why it cannot be had, in upstream's words.</returns>
    public string? Take(string address)
    {
        if (Offset(address) is not { } offset) return $"the provided IP ({address}) is not in the valid range. The range of valid IPs is {_range}";
        return _numbers.TryTake(offset) ? null : "provided IP is already allocated";
    }

    /// <summary>Takes any address; null: all are taken.</summary>
    public string? TakeNext() => _numbers.TakeNext() is { } offset ? Address(offset) : null;

    /// <summary>Gives all back.</summary>
    public void Clear() => _numbers.Clear();

    /// <summary>Gives an address back; others than those of the range are none of its concern.</summary>
    public void Release(string address)
    {
        if (Offset(address) is { } offset) _numbers.Release(offset);
    }

    private int? Offset(string address)
    {
        if (!IpText.TryParse(address, out var parsed) || parsed.AddressFamily != AddressFamily.InterNetwork) return null;
        var offset = (long)Number(parsed) - _first;
        return offset >= 0 && offset < _size ? (int)offset : null;
    }

    private string Address(int offset)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, _first + (uint)offset);
        return new IPAddress(bytes).ToString();
    }

    private static uint Number(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[4];
        address.TryWriteBytes(bytes, out _);
        return BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }
}
