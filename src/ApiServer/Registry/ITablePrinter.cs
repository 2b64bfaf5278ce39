using Kybernet.Api;
using Kybernet.Api.Json;

namespace Kybernet.ApiServer.Registry;

/// <summary>Shows objects of one resource as rows of a Table, for <c>kubectl get</c>.</summary>
internal interface ITablePrinter
{
    /// <summary>Adds the cells of an object, one for each of the resource's columns and in their order.</summary>
    /// <param name="obj">A frozen object of the version that the printer is for.</param>
    /// <param name="now">The time from which ages count.</param>
    /// <param name="row">Where the cells go: strings, whole numbers, booleans.</param>
    void Print(KubeObject obj, DateTimeOffset now, TableRow row);
}

/// <summary>A row of a Table while it is being made.</summary>
internal sealed class TableRow
{
    /// <summary>The cells so far.</summary>
    public List<JsonValue> Cells { get; } = [];

    /// <summary>Marks of the whole row; only <c>Completed</c> is known.</summary>
    public List<TableRowCondition> Conditions { get; } = [];

    /// <summary>Adds cells.</summary>
    public void Add(params ReadOnlySpan<JsonValue> cells) => Cells.AddRange(cells);
}

/// <summary>A mark of a whole row (meta.k8s.io/v1 TableRowCondition).</summary>
/// <param name="Type">As <c>Completed</c>.</param>
/// <param name="Status"><c>True</c>, <c>False</c> or <c>Unknown</c>.</param>
/// <param name="Reason">One word.</param>
/// <param name="Message">A sentence.</param>
internal sealed record TableRowCondition(string Type, string Status, string Reason, string Message);
