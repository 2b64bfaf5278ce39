using Kybernet.Wire.Grpc;

namespace Kybernet.Storage.Etcd;

/// <summary>The members of the cluster, one of which is talked to for as long as it answers.</summary>
internal sealed class EtcdEndpoints : IDisposable
{
    private readonly EtcdEndpoint[] _endpoints;
    private int _current;

    /// <summary>Makes channels; nothing is connected yet.</summary>
    /// <exception cref="ArgumentException">An address cannot be one of etcd's.</exception>
    public EtcdEndpoints(EtcdStoreOptions options, TimeProvider time)
    {
        if (options.Endpoints.Count == 0) throw new ArgumentException("no etcd servers are given", nameof(options));
        foreach (var address in options.Endpoints)
            if (address.Scheme is not ("http" or "https" or "unix") || (address.Scheme != "unix" && address.AbsolutePath != "/"))
                throw new ArgumentException(
                    $"an etcd server is http://host:port, https://host:port or unix:///path, not {address}", nameof(options));
        var tls = EtcdTls.Create(options, time);
        GrpcChannelOptions channel = new()
        {
            MaxReceiveBytes = options.MaxMessageBytes,
            ConnectTimeout = TimeSpan.FromSeconds(2),
            KeepAlive = options.KeepAlive,
            KeepAliveTimeout = options.KeepAliveTimeout,
            Tls = tls,
            Time = time,
        };
        _endpoints = [.. options.Endpoints.Select(address => new EtcdEndpoint(address, ChannelTo(address, channel)))];
    }

    public int Count => _endpoints.Length;

    /// <summary>Whom to ask.</summary>
    public EtcdEndpoint Current => _endpoints[Volatile.Read(ref _current)];

    /// <summary>Asks the next one from now on, unless somebody has turned away from this one already.</summary>
    public void Leave(EtcdEndpoint endpoint)
    {
        var at = Array.IndexOf(_endpoints, endpoint);
        Interlocked.CompareExchange(ref _current, (at + 1) % _endpoints.Length, at);
    }

    public void Dispose()
    {
        foreach (var endpoint in _endpoints) endpoint.Channel.Dispose();
    }

    private static GrpcChannel ChannelTo(Uri address, GrpcChannelOptions options) =>
        address.Scheme == "unix" ? GrpcChannel.ForUnixSocket(address.LocalPath, options) : GrpcChannel.ForAddress(address, options);
}

/// <summary>A member and the way to it.</summary>
internal sealed record EtcdEndpoint(Uri Address, GrpcChannel Channel);
