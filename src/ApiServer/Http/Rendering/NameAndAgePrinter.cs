using Kybernet.Api;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Http.Rendering;

/// <summary>Prints what every object has: its name and its age. Other columns stay empty.</summary>
internal sealed class NameAndAgePrinter(IReadOnlyList<TableColumn> columns) : ITablePrinter
{
    /// <inheritdoc/>
    public void Print(KubeObject obj, DateTimeOffset now, TableRow row)
    {
        var meta = obj.Metadata;
        foreach (var column in columns)
        {
            row.Cells.Add(column.Name switch
            {
                "Name" => meta.Name,
                "Age" => meta.CreationTimestamp is { } created ? HumanDuration.Format(now - created) : "<unknown>",
                "Created At" when meta.CreationTimestamp is { } created => KubeTime.Format(created),
                _ => default,
            });
        }
    }
}
