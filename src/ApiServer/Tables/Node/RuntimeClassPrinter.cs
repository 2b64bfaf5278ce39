using Kybernet.Api.Node.V1;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Tables;

internal sealed class RuntimeClassPrinter : TablePrinter<RuntimeClass>
{
    protected override void Print(RuntimeClass obj, DateTimeOffset now, TableRow row) =>
        row.Add(obj.Metadata.Name, obj.Handler, CellText.Age(obj, now));
}
