namespace Kybernet.Kubelet.Probes;

/// <summary>Counts a probe's answers up to its thresholds.</summary>
/// <param name="initial">What holds before there were enough of one kind.</param>
/// <param name="successThreshold">How many successes in a row make a success.</param>
/// <param name="failureThreshold">How many failures in a row make a failure.</param>
internal sealed class ProbeState(ProbeResult initial, int successThreshold, int failureThreshold)
{
    private ProbeResult _last = ProbeResult.Unknown;
    private volatile ProbeResult _result = initial; // read by others than who adds
    private int _run;

    /// <summary>What holds now.</summary>
    public ProbeResult Result => _result;

    /// <summary>Takes an answer (not Unknown); returns whether what holds has changed by it.</summary>
    public bool Add(ProbeResult answer)
    {
        _run = answer == _last ? _run + 1 : 1;
        _last = answer;
        if (_run < (answer == ProbeResult.Success ? successThreshold : failureThreshold)) return false;
        if (_result == answer) return false;
        _result = answer;
        return true;
    }
}
