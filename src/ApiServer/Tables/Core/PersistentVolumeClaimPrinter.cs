using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Tables;

internal sealed class PersistentVolumeClaimPrinter : TablePrinter<PersistentVolumeClaim>
{
    protected override void Print(PersistentVolumeClaim obj, DateTimeOffset now, TableRow row)
    {
        // What the claim has is known only once it has a volume.
        var bound = obj.Spec.VolumeName.Length > 0;
        row.Add(
            obj.Metadata.Name,
            VolumeCells.Phase(obj.Metadata, obj.Status.Phase),
            obj.Spec.VolumeName,
            bound ? VolumeCells.Storage(obj.Status.Capacity) : "",
            bound ? VolumeCells.AccessModes(obj.Status.AccessModes) : "",
            VolumeCells.Class(obj.Metadata, obj.Spec.StorageClassName ?? ""),
            obj.Spec.VolumeAttributesClassName ?? CellText.Unset,
            CellText.Age(obj, now),
            obj.Spec.VolumeMode ?? CellText.Unset);
    }
}
