using Kybernet.Api;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Tables;

/// <summary>Name and age: for kinds of which there is nothing more to say.</summary>
internal sealed class NameAndAgePrinter : ITablePrinter
{
    /// <inheritdoc/>
    public void Print(KubeObject obj, DateTimeOffset now, TableRow row) => row.Add(obj.Metadata.Name, CellText.Age(obj, now));
}

/// <summary>Name and time of creation: what upstream's default printer shows.</summary>
internal sealed class NameAndCreationPrinter : ITablePrinter
{
    // Go's zero time, for what was never created.
    private const string NeverCreated = "0001-01-01T00:00:00Z";

    /// <inheritdoc/>
    public void Print(KubeObject obj, DateTimeOffset now, TableRow row) =>
        row.Add(obj.Metadata.Name, obj.Metadata.CreationTimestamp is { } created ? KubeTime.Format(created) : NeverCreated);
}
