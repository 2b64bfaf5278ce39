namespace Kybernet.Cluster.Bench.Api;

/// <summary>How hard and how long the API is tried.</summary>
internal sealed record ApiOptions
{
    /// <summary>Requests under way at once.</summary>
    public required int Clients { get; init; }

    /// <summary>Connections that they share.</summary>
    public required int Connections { get; init; }

    /// <summary>How long each measurement lasts.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>How long it has run before that, uncounted.</summary>
    public required TimeSpan WarmUp { get; init; }

    /// <summary>Pods that are listed.</summary>
    public required int Pods { get; init; }

    /// <summary>Lists under way at once.</summary>
    public required int Lists { get; init; }

    /// <summary>Watches that see every write.</summary>
    public required int Watchers { get; init; }

    /// <summary>Writes a second while watching; zero: as many as the server takes.</summary>
    public required int WriteRate { get; init; }

    /// <summary>To make objects that are measured by other means.</summary>
    public static ApiOptions ToFill(int pods) => new()
    {
        Clients = 64, Connections = 4, Duration = TimeSpan.Zero, WarmUp = TimeSpan.Zero, Pods = pods, Lists = 1, Watchers = 0, WriteRate = 0,
    };
}
