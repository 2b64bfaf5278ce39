using Kybernet.Api;
using Kybernet.Api.Batch.V1;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Tables;

internal sealed class JobPrinter : TablePrinter<Job>
{
    protected override void Print(Job obj, DateTimeOffset now, TableRow row) => row.Add(
        obj.Metadata.Name,
        Status(obj),
        Completions(obj),
        obj.Status.StartTime is { } start ? HumanDuration.Format((obj.Status.CompletionTime ?? now) - start) : "",
        CellText.Age(obj, now),
        ContainerCells.Names(obj.Spec.Template.Spec.Containers),
        ContainerCells.Images(obj.Spec.Template.Spec.Containers),
        CellText.Selector(obj.Spec.Selector));

    private static string Status(Job job)
    {
        bool Has(string condition) => job.Status.Conditions.Any(c => c.Type == condition && c.Status == "True");
        return Has("Complete") ? "Complete"
            : Has("Failed") ? "Failed"
            : job.Metadata.DeletionTimestamp is not null ? "Terminating"
            : Has("Suspended") ? "Suspended"
            : Has("FailureTarget") ? "FailureTarget"
            : Has("SuccessCriteriaMet") ? "SuccessCriteriaMet"
            : "Running";
    }

    // Without a wanted number one success is enough, however many pods work at it.
    private static string Completions(Job job)
    {
        if (job.Spec.Completions is { } wanted) return $"{job.Status.Succeeded}/{wanted}";
        var parallelism = job.Spec.Parallelism ?? 0;
        return parallelism > 1 ? $"{job.Status.Succeeded}/1 of {parallelism}" : $"{job.Status.Succeeded}/1";
    }
}
