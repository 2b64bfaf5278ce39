namespace Kybernet.Kubelet.Probes;

/// <summary>What a probe has made of a container so far.</summary>
internal enum ProbeResult
{
    /// <summary>Nothing yet.</summary>
    Unknown,

    /// <summary>It is well.</summary>
    Success,

    /// <summary>It is not well.</summary>
    Failure,
}

/// <summary>The three questions that probes answer.</summary>
internal enum ProbeKind
{
    /// <summary>Has it come up? Until then the others wait.</summary>
    Startup,

    /// <summary>Should it be restarted?</summary>
    Liveness,

    /// <summary>May it get traffic?</summary>
    Readiness,
}
