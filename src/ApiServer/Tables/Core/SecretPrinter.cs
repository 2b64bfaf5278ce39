using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Tables;

internal sealed class SecretPrinter : TablePrinter<Secret>
{
    protected override void Print(Secret obj, DateTimeOffset now, TableRow row) =>
        row.Add(obj.Metadata.Name, obj.Type, obj.Data.Count, CellText.Age(obj, now));
}
