using Kybernet.Api;
using Kybernet.Api.Batch.V1;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Tables;

internal sealed class CronJobPrinter : TablePrinter<CronJob>
{
    protected override void Print(CronJob obj, DateTimeOffset now, TableRow row)
    {
        var job = obj.Spec.JobTemplate.Spec;
        row.Add(
            obj.Metadata.Name,
            obj.Spec.Schedule,
            obj.Spec.TimeZone ?? CellText.None,
            obj.Spec.Suspend switch { null => CellText.Unset, true => "True", false => "False" },
            obj.Status.Active.Count,
            obj.Status.LastScheduleTime is { } last ? HumanDuration.Since(last, now) : CellText.None,
            CellText.Age(obj, now),
            ContainerCells.Names(job.Template.Spec.Containers),
            ContainerCells.Images(job.Template.Spec.Containers),
            CellText.Selector(job.Selector));
    }
}
