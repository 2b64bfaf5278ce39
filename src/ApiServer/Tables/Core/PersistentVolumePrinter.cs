using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Tables;

internal sealed class PersistentVolumePrinter : TablePrinter<PersistentVolume>
{
    protected override void Print(PersistentVolume obj, DateTimeOffset now, TableRow row) => row.Add(
        obj.Metadata.Name,
        VolumeCells.Storage(obj.Spec.Capacity),
        VolumeCells.AccessModes(obj.Spec.AccessModes),
        obj.Spec.PersistentVolumeReclaimPolicy,
        VolumeCells.Phase(obj.Metadata, obj.Status.Phase),
        obj.Spec.ClaimRef is { } claim ? $"{claim.Namespace}/{claim.Name}" : "",
        VolumeCells.Class(obj.Metadata, obj.Spec.StorageClassName),
        obj.Spec.VolumeAttributesClassName ?? CellText.Unset,
        obj.Status.Reason,
        CellText.Age(obj, now),
        obj.Spec.VolumeMode ?? CellText.Unset);
}
