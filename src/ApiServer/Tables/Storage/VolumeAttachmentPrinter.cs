using Kybernet.Api.Storage.V1;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Tables;

internal sealed class VolumeAttachmentPrinter : TablePrinter<VolumeAttachment>
{
    protected override void Print(VolumeAttachment obj, DateTimeOffset now, TableRow row) => row.Add(
        obj.Metadata.Name,
        obj.Spec.Attacher,
        obj.Spec.Source.PersistentVolumeName ?? "",
        obj.Spec.NodeName,
        obj.Status.Attached,
        CellText.Age(obj, now));
}
