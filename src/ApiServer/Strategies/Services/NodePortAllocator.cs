using Kybernet.Base;

namespace Kybernet.ApiServer.Strategies.Services;

/// <summary>Hands out node ports, each once. Not safe for several threads.</summary>
internal sealed class NodePortAllocator
{
    private readonly int _first, _last;
    private readonly NumberAllocator _numbers;

    /// <summary>All ports from <paramref name="first"/> to <paramref name="last"/> free.</summary>
    public NodePortAllocator(int first, int last, RandomSource random)
    {
        (_first, _last) = (first, last);
        var size = last - first + 1;
        _numbers = new(size, NumberAllocator.Reserved(size, 32, 16, 128), random);
    }

    /// <summary>Takes a port that a client asks for.</summary>
    /// <returns>Null, or why it cannot be had, in upstream's words.</returns>
    public string? Take(int port)
    {
        if (port < _first || port > _last) return $"provided port is not in the valid range. The range of valid ports is {_first}-{_last}";
        return _numbers.TryTake(port - _first) ? null : "provided port is already allocated";
    }

    /// <summary>Takes any port; null: all are taken.</summary>
    public int? TakeNext() => _numbers.TakeNext() + _first;

    /// <summary>Gives all back.</summary>
    public void Clear() => _numbers.Clear();

    /// <summary>Gives a port back; others than those of the range are none of its concern.</summary>
    public void Release(int port)
    {
        if (port >= _first && port <= _last) _numbers.Release(port - _first);
    }
}
