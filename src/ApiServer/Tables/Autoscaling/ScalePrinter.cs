using Kybernet.Api;
using Kybernet.Api.Autoscaling.V1;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Tables;

/// <summary>Prints how many replicas a workload should have and has. Scale is no resource, and so brings its columns along.</summary>
internal sealed class ScalePrinter : ITablePrinter
{
    /// <summary>The columns, of which upstream marks none as the name.</summary>
    public static IReadOnlyList<TableColumn> Columns { get; } =
    [
        new("Name", "string", "", 0, "The name of the workload."),
        new("Desired", "integer", "", 0, "How many pods there should be."),
        new("Available", "integer", "", 0, "How many pods there are."),
        new("Age", "string", "", 0, "How long ago the workload was created."),
    ];

    /// <inheritdoc/>
    public void Print(KubeObject obj, DateTimeOffset now, TableRow row)
    {
        var scale = (Scale)obj;
        row.Add(scale.Metadata.Name, scale.Spec.Replicas, scale.Status.Replicas, CellText.Age(scale, now));
    }
}
