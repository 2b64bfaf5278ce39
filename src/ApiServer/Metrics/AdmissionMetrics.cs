using System.Collections.Concurrent;
using Kybernet.ApiServer.Admission;
using Kybernet.Base.Metrics;

namespace Kybernet.ApiServer.Metrics;

/// <summary>How long admission takes, step by step and altogether, under upstream's names.</summary>
internal sealed class AdmissionMetrics
{
    private static readonly double[] Seconds = [0.005, 0.025, 0.1, 0.5, 1, 2.5];

    private readonly MetricFamily<Histogram> _controllers;
    private readonly MetricFamily<Histogram> _steps;
    private readonly TimeProvider _time;

    // The label texts are made once, and measuring allocates nothing.
    private readonly ConcurrentDictionary<(string Name, AdmissionOperation Operation, bool Validates, bool Rejected), Histogram> _known = new();

    /// <summary>Adds them to a registry.</summary>
    public AdmissionMetrics(MetricRegistry registry, TimeProvider time)
    {
        _time = time;
        _controllers = registry.Histogram(
            "apiserver_admission_controller_admission_duration_seconds",
            "Admission controller latency histogram in seconds, identified by name and broken out for each operation and API resource and type (validate or admit).",
            Seconds, "name", "operation", "rejected", "type");
        _steps = registry.Histogram(
            "apiserver_admission_step_admission_duration_seconds",
            "Admission sub-step latency histogram in seconds, broken out for each operation and API resource and step type (validate or admit).",
            Seconds, "operation", "rejected", "type");
    }

    /// <summary>When something begins: to be handed to the others.</summary>
    public long Begin() => _time.GetTimestamp();

    /// <summary>A plugin has spoken.</summary>
    public void Plugin(long begun, string name, AdmissionOperation operation, bool validates, bool rejected) => Observe(begun, name, operation, validates, rejected);

    /// <summary>All plugins have spoken, or one of them refused.</summary>
    public void All(long begun, AdmissionOperation operation, bool validates, bool rejected) => Observe(begun, "", operation, validates, rejected);

    private void Observe(long begun, string name, AdmissionOperation operation, bool validates, bool rejected) =>
        _known.GetOrAdd((name, operation, validates, rejected), Make).Observe(_time.GetElapsedTime(begun).TotalSeconds);

    private Histogram Make((string Name, AdmissionOperation Operation, bool Validates, bool Rejected) key)
    {
        var (operation, rejected, type) = (key.Operation.ToString().ToUpperInvariant(), key.Rejected ? "true" : "false", key.Validates ? "validate" : "admit");
        return key.Name.Length == 0 ? _steps.With(operation, rejected, type) : _controllers.With(key.Name, operation, rejected, type);
    }
}
