using Kybernet.Api.Core.V1;
using Kybernet.Api.Storage.V1;

namespace Kybernet.ApiServer.Admission.Steps;

/// <summary>A claim that names no storage class gets the default one: of several the newest.</summary>
internal sealed class DefaultStorageClass(IObjectReader objects) : IMutatingAdmissionStep
{
    private const string Mark = "storageclass.kubernetes.io/is-default-class";
    private const string OldClass = "volume.beta.kubernetes.io/storage-class";

    /// <inheritdoc/>
    public string Name => "DefaultStorageClass";

    /// <inheritdoc/>
    public bool Handles(AdmissionRequest request) =>
        request.Operation == AdmissionOperation.Create && request.IsFor("", "persistentvolumeclaims");

    /// <inheritdoc/>
    public ValueTask MutateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        var claim = (PersistentVolumeClaim)request.Object!;
        if (claim.Spec.StorageClassName is not null || claim.Metadata.Annotations.ContainsKey(OldClass)) return ValueTask.CompletedTask;
        claim.Spec.StorageClassName = objects.List<StorageClass>()
            .Where(c => c.Metadata.Annotations.GetValueOrDefault(Mark) == "true")
            .OrderByDescending(c => c.Metadata.CreationTimestamp).ThenBy(c => c.Metadata.Name, StringComparer.Ordinal)
            .FirstOrDefault()?.Metadata.Name;
        return ValueTask.CompletedTask;
    }
}
