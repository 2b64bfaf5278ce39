namespace Kybernet.ApiServer.Admission;

/// <summary>
/// Something that has a say before an object is stored (upstream's admission plugin): it changes the object, judges it,
/// or both. A step refuses by throwing what <see cref="ApiErrors"/> makes.
/// </summary>
internal interface IAdmissionStep
{
    /// <summary>Upstream's name of the plugin: <c>NamespaceLifecycle</c>.</summary>
    string Name { get; }

    /// <summary>Whether it is called for this request.</summary>
    bool Handles(AdmissionRequest request);
}

/// <summary>A step that may change the object: called after defaulting, before validation.</summary>
internal interface IMutatingAdmissionStep : IAdmissionStep
{
    /// <summary>Changes <see cref="AdmissionRequest.Object"/>, or refuses.</summary>
    ValueTask MutateAsync(AdmissionRequest request, CancellationToken cancellation);
}

/// <summary>A step that only judges: called when the object is complete and valid, right before it is stored.</summary>
internal interface IValidatingAdmissionStep : IAdmissionStep
{
    /// <summary>Refuses, or lets pass.</summary>
    ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellation);
}
