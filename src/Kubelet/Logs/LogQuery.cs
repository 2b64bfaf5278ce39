namespace Kybernet.Kubelet.Logs;

/// <summary>Which part of a container's log is wanted, and how it is shown (upstream's PodLogOptions).</summary>
internal sealed record LogQuery
{
    /// <summary>Whether to go on with what is written from now on.</summary>
    public bool Follow { get; init; }

    /// <summary>Only so many lines from the end; null: all.</summary>
    public long? TailLines { get; init; }

    /// <summary>Only what was written from then on; null: all.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Whether each line begins with the time it was written.</summary>
    public bool Timestamps { get; init; }

    /// <summary>No more than so many bytes; null: all.</summary>
    public long? LimitBytes { get; init; }

    /// <summary>Only what went to this stream, <c>stdout</c> or <c>stderr</c>; empty: both.</summary>
    public string Stream { get; init; } = "";
}
