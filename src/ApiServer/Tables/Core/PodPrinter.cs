using System.Globalization;
using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Tables;

internal sealed class PodPrinter : TablePrinter<Pod>
{
    private static readonly TableRowCondition Succeeded = new("Completed", "True", "Succeeded", "The pod has completed successfully.");
    private static readonly TableRowCondition Failed = new("Completed", "True", "Failed", "The pod failed.");

    protected override void Print(Pod obj, DateTimeOffset now, TableRow row)
    {
        var summary = PodSummary.Of(obj);
        if (obj.Status.Phase == "Succeeded") row.Conditions.Add(Succeeded);
        if (obj.Status.Phase == "Failed") row.Conditions.Add(Failed);
        row.Add(
            obj.Metadata.Name,
            $"{summary.Ready}/{summary.Total}",
            summary.Status,
            Restarts(summary, now),
            CellText.Age(obj, now),
            CellText.OrNone(Address(obj.Status)),
            CellText.OrNone(obj.Spec.NodeName),
            CellText.OrNone(obj.Status.NominatedNodeName),
            ReadinessGates(obj));
    }

    private static string Restarts(PodSummary summary, DateTimeOffset now) => summary is { Restarts: not 0, LastRestart: { } last }
        ? $"{summary.Restarts} ({HumanDuration.Since(last, now)} ago)"
        : summary.Restarts.ToString(CultureInfo.InvariantCulture);

    private static string Address(PodStatus status) =>
        status.PodIP.Length > 0 ? status.PodIP : status.PodIPs.Count > 0 ? status.PodIPs[0].Ip : "";

    private static string ReadinessGates(Pod pod)
    {
        var gates = pod.Spec.ReadinessGates;
        if (gates.Count == 0) return CellText.None;
        var open = gates.Count(g => pod.Status.Conditions.FirstOrDefault(c => c.Type == g.ConditionType)?.Status == "True");
        return $"{open}/{gates.Count}";
    }
}
