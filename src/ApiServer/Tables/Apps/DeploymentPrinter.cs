using Kybernet.Api.Apps.V1;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Tables;

internal sealed class DeploymentPrinter : TablePrinter<Deployment>
{
    protected override void Print(Deployment obj, DateTimeOffset now, TableRow row) => row.Add(
        obj.Metadata.Name,
        $"{obj.Status.ReadyReplicas}/{obj.Spec.Replicas ?? 0}",
        obj.Status.UpdatedReplicas,
        obj.Status.AvailableReplicas,
        CellText.Age(obj, now),
        ContainerCells.Names(obj.Spec.Template.Spec.Containers),
        ContainerCells.Images(obj.Spec.Template.Spec.Containers),
        Selector(obj));

    // Unlike other kinds a Deployment shows nothing for an empty selector.
    private static string Selector(Deployment deployment)
    {
        try
        {
            return deployment.Spec.Selector?.ToQuery().ToString() ?? "";
        }
        catch (FormatException)
        {
            return "<invalid>";
        }
    }
}
