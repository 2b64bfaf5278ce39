using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Tables;

internal sealed class PodTemplatePrinter : TablePrinter<PodTemplate>
{
    protected override void Print(PodTemplate obj, DateTimeOffset now, TableRow row) => row.Add(
        obj.Metadata.Name,
        ContainerCells.Names(obj.Template.Spec.Containers),
        ContainerCells.Images(obj.Template.Spec.Containers),
        CellText.Labels(obj.Template.Metadata.Labels));
}
