using System.Globalization;
using System.Net;

namespace Kybernet.KubeProxy.Services;

/// <summary>Something that answers for a Service's port.</summary>
internal sealed record EndpointInfo
{
    public required IPAddress Address { get; init; }

    public required int Port { get; init; }

    /// <summary>Whether it is on this node.</summary>
    public bool IsLocal { get; init; }

    public bool IsReady { get; init; } = true;

    /// <summary>Whether it answers, on its way out or not.</summary>
    public bool IsServing { get; init; } = true;

    public bool IsTerminating { get; init; }

    /// <summary>The zones that should use it; empty for no advice.</summary>
    public IReadOnlyList<string> ZoneHints { get; init; } = [];

    /// <summary>The nodes that should use it; empty for no advice.</summary>
    public IReadOnlyList<string> NodeHints { get; init; } = [];

    /// <summary>"ADDRESS:PORT".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Address}:{Port}");
}
