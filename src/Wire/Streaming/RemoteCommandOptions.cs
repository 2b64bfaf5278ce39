namespace Kybernet.Wire.Streaming;

/// <summary>Which streams of a command the asker wants (upstream's PodExecOptions and PodAttachOptions).</summary>
public sealed record RemoteCommandOptions
{
    /// <summary>The asker will send input.</summary>
    public bool Stdin { get; init; }

    /// <summary>The asker wants the output.</summary>
    public bool Stdout { get; init; }

    /// <summary>The asker wants the error output; with a terminal there is none apart from the output.</summary>
    public bool Stderr { get; init; }

    /// <summary>The command has a terminal; its size may change.</summary>
    public bool Tty { get; init; }
}
