namespace Kybernet.ApiServer.Admission;

/// <summary>All admission steps in their order.</summary>
internal sealed class AdmissionChain(IReadOnlyList<IAdmissionStep> steps)
{
    private readonly IMutatingAdmissionStep[] _mutating = [.. steps.OfType<IMutatingAdmissionStep>()];
    private readonly IValidatingAdmissionStep[] _validating = [.. steps.OfType<IValidatingAdmissionStep>()];

    /// <summary>Lets every step change the object, one after the other.</summary>
    public async ValueTask MutateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        foreach (var step in _mutating)
        {
            if (step.Handles(request)) await step.MutateAsync(request, cancellation);
        }
    }

    /// <summary>Asks every step whether the object may be stored.</summary>
    public async ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        foreach (var step in _validating)
        {
            if (step.Handles(request)) await step.ValidateAsync(request, cancellation);
        }
    }
}
