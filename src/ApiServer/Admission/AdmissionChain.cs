using Kybernet.ApiServer.Metrics;

namespace Kybernet.ApiServer.Admission;

/// <summary>All admission steps in their order.</summary>
/// <param name="steps">The steps.</param>
/// <param name="metrics">Where it is told how long they take; null: nowhere.</param>
internal sealed class AdmissionChain(IReadOnlyList<IAdmissionStep> steps, AdmissionMetrics? metrics = null)
{
    private readonly IMutatingAdmissionStep[] _mutating = [.. steps.OfType<IMutatingAdmissionStep>()];
    private readonly IValidatingAdmissionStep[] _validating = [.. steps.OfType<IValidatingAdmissionStep>()];

    /// <summary>Lets every step change the object, one after the other.</summary>
    public ValueTask MutateAsync(AdmissionRequest request, CancellationToken cancellation) =>
        RunAsync(_mutating, validates: false, static (step, r, c) => step.MutateAsync(r, c), request, cancellation);

    /// <summary>Asks every step whether the object may be stored.</summary>
    public ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellation) =>
        RunAsync(_validating, validates: true, static (step, r, c) => step.ValidateAsync(r, c), request, cancellation);

    private async ValueTask RunAsync<T>(
        T[] all, bool validates, Func<T, AdmissionRequest, CancellationToken, ValueTask> run, AdmissionRequest request, CancellationToken cancellation)
        where T : IAdmissionStep
    {
        var begun = metrics?.Begin() ?? 0;
        var done = false;
        try
        {
            foreach (var step in all)
            {
                if (step.Handles(request)) await RunOneAsync(step, validates, run, request, cancellation);
            }

            done = true;
        }
        finally
        {
            metrics?.All(begun, request.Operation, validates, rejected: !done);
        }
    }

    private async ValueTask RunOneAsync<T>(
        T step, bool validates, Func<T, AdmissionRequest, CancellationToken, ValueTask> run, AdmissionRequest request, CancellationToken cancellation)
        where T : IAdmissionStep
    {
        var begun = metrics?.Begin() ?? 0;
        var done = false;
        try
        {
            await run(step, request, cancellation);
            done = true;
        }
        finally
        {
            metrics?.Plugin(begun, step.Name, request.Operation, validates, rejected: !done);
        }
    }
}
