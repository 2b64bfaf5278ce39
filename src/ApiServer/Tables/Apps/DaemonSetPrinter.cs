using Kybernet.Api.Apps.V1;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Tables;

internal sealed class DaemonSetPrinter : TablePrinter<DaemonSet>
{
    protected override void Print(DaemonSet obj, DateTimeOffset now, TableRow row) => row.Add(
        obj.Metadata.Name,
        obj.Status.DesiredNumberScheduled,
        obj.Status.CurrentNumberScheduled,
        obj.Status.NumberReady,
        obj.Status.UpdatedNumberScheduled,
        obj.Status.NumberAvailable,
        CellText.Labels(obj.Spec.Template.Spec.NodeSelector),
        CellText.Age(obj, now),
        ContainerCells.Names(obj.Spec.Template.Spec.Containers),
        ContainerCells.Images(obj.Spec.Template.Spec.Containers),
        CellText.Selector(obj.Spec.Selector));
}
