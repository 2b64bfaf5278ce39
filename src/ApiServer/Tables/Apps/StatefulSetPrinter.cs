using Kybernet.Api.Apps.V1;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Tables;

internal sealed class StatefulSetPrinter : TablePrinter<StatefulSet>
{
    protected override void Print(StatefulSet obj, DateTimeOffset now, TableRow row) => row.Add(
        obj.Metadata.Name,
        $"{obj.Status.ReadyReplicas}/{obj.Spec.Replicas ?? 0}",
        CellText.Age(obj, now),
        ContainerCells.Names(obj.Spec.Template.Spec.Containers),
        ContainerCells.Images(obj.Spec.Template.Spec.Containers));
}
