using System.Net.Security;

namespace Kybernet.Wire.Grpc;

/// <summary>What all calls of one channel have in common.</summary>
public sealed record GrpcChannelOptions
{
    /// <summary>The largest message taken, in bytes; 16 MiB is what the kubelet allows its runtime.</summary>
    public int MaxReceiveBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>The largest message sent, in bytes.</summary>
    public int MaxSendBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>How long making a connection may take.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How often a silent connection with open calls is asked whether it lives; null is never.</summary>
    public TimeSpan? KeepAlive { get; init; }

    /// <summary>How long the answer to that may take before the connection counts as lost.</summary>
    public TimeSpan KeepAliveTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Certificates and trust, for channels over TLS.</summary>
    public SslClientAuthenticationOptions? Tls { get; init; }

    /// <summary>The clock of the deadlines.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}

/// <summary>What may differ from call to call.</summary>
public sealed record GrpcCallOptions
{
    /// <summary>No deadline and no headers.</summary>
    public static GrpcCallOptions Default { get; } = new();

    /// <summary>
    /// How long the call may take as a whole; null is for ever. It is told to the server (grpc-timeout), and when it has
    /// passed the call ends with <see cref="GrpcStatusCode.DeadlineExceeded"/>.
    /// </summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Headers (gRPC's metadata) sent with the call; names in lower case.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];
}
