using Kybernet.Api;
using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Admission.Steps;

/// <summary>Claims, volumes and classes of attributes are not deleted while they are used: they get a finalizer that a controller takes away.</summary>
internal sealed class StorageObjectInUseProtection : IMutatingAdmissionStep
{
    private const string Volume = "kubernetes.io/pv-protection";
    private const string AttributesClass = "kubernetes.io/vac-protection";
    private const string Claim = "kubernetes.io/pvc-protection";

    /// <inheritdoc/>
    public string Name => "StorageObjectInUseProtection";

    /// <inheritdoc/>
    public bool Handles(AdmissionRequest request) =>
        request.Operation == AdmissionOperation.Create
        && (request.IsFor("", "persistentvolumes") || request.IsFor("", "persistentvolumeclaims")
            || request.IsFor("storage.k8s.io", "volumeattributesclasses"));

    /// <inheritdoc/>
    public ValueTask MutateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        Apply(request.Object!);
        return ValueTask.CompletedTask;
    }

    /// <summary>Adds the kind's finalizer.</summary>
    public static void Apply(KubeObject obj)
    {
        var finalizer = obj switch
        {
            PersistentVolume => Volume,
            PersistentVolumeClaim => Claim,
            _ => AttributesClass,
        };
        if (!obj.Metadata.Finalizers.Contains(finalizer)) obj.Metadata.Finalizers.Add(finalizer);
    }
}
