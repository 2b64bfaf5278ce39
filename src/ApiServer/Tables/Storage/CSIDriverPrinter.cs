using Kybernet.Api.Storage.V1;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Tables;

internal sealed class CSIDriverPrinter : TablePrinter<CSIDriver>
{
    protected override void Print(CSIDriver obj, DateTimeOffset now, TableRow row) => row.Add(
        obj.Metadata.Name,
        obj.Spec.AttachRequired ?? true,
        obj.Spec.PodInfoOnMount ?? false,
        obj.Spec.StorageCapacity ?? false,
        obj.Spec.TokenRequests.IsNil ? CellText.Unset : string.Join(',', obj.Spec.TokenRequests.Select(t => t.Audience)),
        obj.Spec.RequiresRepublish ?? false,
        CellText.OrNone(string.Join(',', obj.Spec.VolumeLifecycleModes)),
        CellText.Age(obj, now));
}
