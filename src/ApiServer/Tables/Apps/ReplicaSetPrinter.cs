using Kybernet.Api.Apps.V1;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Tables;

internal sealed class ReplicaSetPrinter : TablePrinter<ReplicaSet>
{
    protected override void Print(ReplicaSet obj, DateTimeOffset now, TableRow row) => row.Add(
        obj.Metadata.Name,
        obj.Spec.Replicas ?? 0,
        obj.Status.Replicas,
        obj.Status.ReadyReplicas,
        CellText.Age(obj, now),
        ContainerCells.Names(obj.Spec.Template.Spec.Containers),
        ContainerCells.Images(obj.Spec.Template.Spec.Containers),
        CellText.Selector(obj.Spec.Selector));
}
