using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Tables;

internal sealed class ReplicationControllerPrinter : TablePrinter<ReplicationController>
{
    protected override void Print(ReplicationController obj, DateTimeOffset now, TableRow row)
    {
        var containers = obj.Spec.Template?.Spec.Containers ?? [];
        row.Add(
            obj.Metadata.Name,
            obj.Spec.Replicas ?? 0,
            obj.Status.Replicas,
            obj.Status.ReadyReplicas,
            CellText.Age(obj, now),
            ContainerCells.Names(containers),
            ContainerCells.Images(containers),
            CellText.Labels(obj.Spec.Selector));
    }
}
